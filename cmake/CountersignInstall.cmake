# What `cmake --install` puts where. Parts that are not built, or not there yet, are left out.

include(GNUInstallDirs)

foreach(_program countersign countersign-cli countersign-evaluator)
    if(TARGET ${_program})
        install(TARGETS ${_program} RUNTIME)
    endif()
endforeach()

set(_manual ${CMAKE_SOURCE_DIR}/installer/man/countersign-cli.1)
if(EXISTS ${_manual})
    install(FILES ${_manual} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
endif()

install(FILES ${CMAKE_SOURCE_DIR}/resources/schema/verification-1.json
              ${CMAKE_SOURCE_DIR}/resources/schema/attestation-policy-1.json
              ${CMAKE_SOURCE_DIR}/resources/schema/snapshot-1.json
              ${CMAKE_SOURCE_DIR}/resources/schema/report-1.json
        DESTINATION ${CMAKE_INSTALL_DATADIR}/countersign/schema)

install(DIRECTORY ${CMAKE_SOURCE_DIR}/resources/demo DESTINATION ${CMAKE_INSTALL_DATADIR}/countersign)

if(COUNTERSIGN_GUI)
    install(FILES ${CMAKE_SOURCE_DIR}/installer/org.countersign.Countersign.desktop
            DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
    set(_icon ${CMAKE_SOURCE_DIR}/resources/icons/countersign.svg)
    if(EXISTS ${_icon})
        install(FILES ${_icon} DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
    endif()
endif()
