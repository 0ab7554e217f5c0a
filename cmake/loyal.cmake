# Compiler settings and the functions that make every target of the project.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(fmt REQUIRED)
find_package(date REQUIRED)
pkg_check_modules(usb REQUIRED IMPORTED_TARGET libusb-1.0)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(qrencode REQUIRED IMPORTED_TARGET libqrencode)
pkg_check_modules(tomlplusplus REQUIRED IMPORTED_TARGET tomlplusplus)

find_program(LOYAL_CCACHE ccache)
if(LOYAL_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${LOYAL_CCACHE})
endif()
find_program(LOYAL_MOLD mold)
if(LOYAL_MOLD)
    add_link_options(-fuse-ld=mold)
endif()

if(LOYAL_SANITIZE)
    add_compile_options(-fsanitize=${LOYAL_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${LOYAL_SANITIZE})
    if(LOYAL_SANITIZE MATCHES "thread")
        add_compile_options(-Wno-tsan)
    endif()
    if(LOYAL_SANITIZE MATCHES "address" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        # The daemon runs under umockdev's preloaded library, which dynamic ASan refuses.
        add_link_options(-static-libasan)
    endif()
endif()
if(LOYAL_FUZZ)
    # clang 14 cannot emit coroutines with the function check ("difference across sections").
    add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize=function
                        -fno-omit-frame-pointer)
    add_link_options(-fsanitize=address,undefined)
endif()

# Warnings that every target of ours is held to; third-party headers are system headers.
add_library(loyal_build INTERFACE)
target_compile_options(loyal_build INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast
    -Woverloaded-virtual -Wnull-dereference -Wimplicit-fallthrough -Wextra-semi
    $<$<BOOL:${LOYAL_WERROR}>:-Werror>)
if(LOYAL_SANITIZE OR CMAKE_BUILD_TYPE STREQUAL "Release")
    # g++ 12 reports null dereferences inside inlined library code when it optimises.
    target_compile_options(loyal_build INTERFACE -Wno-null-dereference)
endif()
if(LOYAL_SANITIZE)
    # g++ 12 under -O1 takes Asio's allocator of coroutine frames for the global one.
    target_compile_options(loyal_build INTERFACE -Wno-mismatched-new-delete)
endif()

# Asio and Beast are compiled once, in pos/http and sync/net's common object, not in every file.
add_library(loyal_asio INTERFACE)
target_compile_definitions(loyal_asio INTERFACE
    BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED
    BOOST_ASIO_DISABLE_BOOST_ARRAY BOOST_ASIO_DISABLE_BOOST_REGEX BOOST_ASIO_DISABLE_BOOST_DATE_TIME)
target_link_libraries(loyal_asio INTERFACE Boost::headers Threads::Threads OpenSSL::SSL OpenSSL::Crypto)

add_library(loyal_asio_objects STATIC ${CMAKE_CURRENT_LIST_DIR}/asio.cpp ${CMAKE_CURRENT_LIST_DIR}/beast.cpp)
target_link_libraries(loyal_asio_objects PUBLIC loyal_asio)
add_library(loyal::asio ALIAS loyal_asio_objects)

# loyal_library(name SOURCES … LINK …): one static library with alias loyal::name. Its public
# headers are include/loyal/<name>/; everything else is seen from its own folder only.
function(loyal_library name)
    cmake_parse_arguments(LIBRARY "" "" "SOURCES;LINK" ${ARGN})
    add_library(loyal_${name} STATIC ${LIBRARY_SOURCES})
    add_library(loyal::${name} ALIAS loyal_${name})
    target_include_directories(loyal_${name} PUBLIC ${PROJECT_SOURCE_DIR}/include)
    target_link_libraries(loyal_${name} PUBLIC ${LIBRARY_LINK} PRIVATE loyal_build)
endfunction()

# loyal_program(name SOURCES … LINK …): an executable in the build folder's root.
function(loyal_program name)
    cmake_parse_arguments(PROGRAM "" "" "SOURCES;LINK" ${ARGN})
    add_executable(${name} ${PROGRAM_SOURCES})
    target_link_libraries(${name} PRIVATE ${PROGRAM_LINK} loyal_build)
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
endfunction()
