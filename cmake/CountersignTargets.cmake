# What every target of the project shares. Nothing is set globally: a target asks for it by linking.

add_library(countersign_warnings INTERFACE)
target_compile_options(countersign_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Wold-style-cast
    -Wno-missing-field-initializers # designated initialisers leave the rest at their defaults
    $<$<BOOL:${COUNTERSIGN_WERROR}>:-Werror>)

# Link-time optimisation sees the whole program. Two types of one name are undefined behaviour: no release with them.
# The other three are what g++ 12 says then of libstdc++'s and Qt's own inlined code.
target_link_options(countersign_warnings INTERFACE
    $<$<CONFIG:Release>:-Werror=odr -Werror=lto-type-mismatch
        -Wno-stringop-overread -Wno-stringop-overflow -Wno-alloc-size-larger-than>)

add_library(countersign_sanitizers INTERFACE)
if(COUNTERSIGN_SANITIZE)
    list(JOIN COUNTERSIGN_SANITIZE "," _sanitizers)
    target_compile_options(countersign_sanitizers INTERFACE
        -fsanitize=${_sanitizers} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(countersign_sanitizers INTERFACE -fsanitize=${_sanitizers})
endif()
if(COUNTERSIGN_FUZZ)
    target_compile_options(countersign_sanitizers INTERFACE -fsanitize=fuzzer-no-link)
endif()

add_library(countersign_hardening INTERFACE)
target_compile_options(countersign_hardening INTERFACE
    $<$<CONFIG:Release>:-fstack-protector-strong -fstack-clash-protection -fcf-protection -D_FORTIFY_SOURCE=2 -D_GLIBCXX_ASSERTIONS>)
target_link_options(countersign_hardening INTERFACE $<$<CONFIG:Release>:-Wl,-z,relro,-z,now -Wl,-z,noexecstack>)

add_library(countersign_common INTERFACE)
target_link_libraries(countersign_common INTERFACE
    countersign_warnings countersign_sanitizers countersign_hardening)
target_include_directories(countersign_common INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_definitions(countersign_common INTERFACE
    COUNTERSIGN_VERSION="${PROJECT_VERSION}"
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_KEYWORDS QT_NO_FOREACH)

# countersign_module(NAME SOURCES… LINK LIBRARIES…): one static library for one module; headers are listed too, so
# that a Q_OBJECT header nobody lists fails at link time.
function(countersign_module name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
    add_library(${name} STATIC ${ARG_SOURCES})
    target_link_libraries(${name} PUBLIC countersign_common ${ARG_LINK})
endfunction()

# countersign_test_loads_engine(NAME): under AddressSanitizer whole stacks, so that what OpenSSL's token engine keeps can
# be told from what we would leak.
function(countersign_test_loads_engine name)
    if(COUNTERSIGN_SANITIZE MATCHES "address")
        set_property(TEST ${name} APPEND PROPERTY ENVIRONMENT ASAN_OPTIONS=fast_unwind_on_malloc=0
            LSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/support/engine_leaks.supp:print_suppressions=0)
    endif()
endfunction()

# countersign_test(NAME SOURCES… LINK LIBRARIES… [GUI]): one Qt Test program, run offscreen, in the C locale and in UTC.
function(countersign_test name)
    cmake_parse_arguments(ARG "GUI" "" "SOURCES;LINK" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE countersign_common Qt6::Test countersign_test_place ${ARG_LINK})
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;TZ=UTC;QTEST_FUNCTION_TIMEOUT=1200000"
        TIMEOUT 1200)
endfunction()
