# The sentences for stable ids; Qt Core alone, so that a test of them needs no window.
countersign_module(countersign_ui_text
    SOURCES
        common/check_text.cpp common/check_text.h
        common/reason_text.cpp common/reason_text.h
    LINK Qt6::Core)
