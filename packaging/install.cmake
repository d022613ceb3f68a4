# What is installed and packaged: the command with its manual page and completion, the library, and what is needed to build against it.
include(GNUInstallDirs)

add_custom_command(OUTPUT ${GENERATED}/chancery.1 ${GENERATED}/chancery.bash
  COMMAND chancery_cli manual >${GENERATED}/chancery.1
  COMMAND chancery_cli completion >${GENERATED}/chancery.bash
  DEPENDS chancery_cli)
add_custom_target(manual ALL DEPENDS ${GENERATED}/chancery.1 ${GENERATED}/chancery.bash)

# The prefix is told from where the file lies, so that a package and an installation elsewhere can hold the same one.
file(RELATIVE_PATH PREFIX_FROM_PC /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(${CMAKE_SOURCE_DIR}/packaging/chancery.pc.in ${GENERATED}/chancery.pc @ONLY)

install(TARGETS chancery_cli COMPONENT command)
install(FILES ${GENERATED}/chancery.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT command)
install(FILES ${GENERATED}/chancery.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME chancery COMPONENT command)
install(TARGETS chancery LIBRARY COMPONENT library NAMELINK_COMPONENT development)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/include/chancery TYPE INCLUDE COMPONENT development)
install(FILES ${GENERATED}/chancery.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
set(package_command chancery)
set(package_library libchancery${PROJECT_VERSION_MAJOR})
set(package_development libchancery-dev)
foreach(component command library development)
  install(FILES ${CMAKE_SOURCE_DIR}/LICENSE ${CMAKE_SOURCE_DIR}/data/ATTRIBUTION.md
          DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package_${component}} COMPONENT ${component})
endforeach()
install(FILES ${CMAKE_SOURCE_DIR}/web/LICENSES DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package_command} RENAME LICENSES.web COMPONENT command)

# Debian packages: script/package
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME chancery)
set(CPACK_PACKAGE_CONTACT "The Chancery project")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE zstd)
set(CPACK_COMPONENTS_ALL command library development)
set(CPACK_DEBIAN_COMMAND_PACKAGE_NAME ${package_command})
set(CPACK_DEBIAN_COMMAND_PACKAGE_SECTION text)
set(CPACK_DEBIAN_COMMAND_PACKAGE_RECOMMENDS poppler-utils)
set(CPACK_COMPONENT_COMMAND_DESCRIPTION "keeps the record of diplomacy
 Reads diplomatic news and press releases: who met whom, who said what and through whom we know it, who holds which post,
 which state is a member or only wants to be; and keeps it dated, sourced to the byte, queryable as of any day.")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME ${package_library})
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "reads diplomatic documents and keeps the record (library)")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME ${package_development})
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "${package_library} (= ${PROJECT_VERSION})")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "reads diplomatic documents and keeps the record (to build against)")
include(CPack)
