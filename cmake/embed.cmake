# loyal_embed(target NAMESPACE name::space NAME schema [MIGRATIONS] FILES a b …)
#
# Puts files into the program as they are. The target gets a header <embedded/NAME.hpp> with
#
#   std::span<const EmbeddedFile> NAME();   // name (without its folder) and bytes, in this order
#
# or, with MIGRATIONS and files named 0001_words.sql, 0002_…,
#
#   std::span<const loyal::database::Migration> NAME();
#
# FILES may be made by a custom command of the same folder. The assembler copies the bytes
# (.incbin), so large files cost no compile time.

function(loyal_embed target)
    cmake_parse_arguments(EMBED "MIGRATIONS" "NAMESPACE;NAME" "FILES" ${ARGN})
    set(folder ${CMAKE_CURRENT_BINARY_DIR}/${target}_embedded)
    set(assembler "")
    set(symbols "")
    set(rows "")
    set(paths "")
    set(number 0)
    foreach(file IN LISTS EMBED_FILES)
        get_filename_component(path ${file} ABSOLUTE BASE_DIR ${CMAKE_CURRENT_SOURCE_DIR})
        get_filename_component(name ${file} NAME)
        list(APPEND paths ${path})
        math(EXPR number "${number} + 1")
        set(symbol loyal_${target}_${EMBED_NAME}_${number})
        string(APPEND assembler
            "    \".balign 8\\n\"\n    \"${symbol}: .incbin \\\"${path}\\\"\\n\"\n"
            "    \"${symbol}_end: .byte 0\\n\"\n")
        string(APPEND symbols "extern const char ${symbol}[];\nextern const char ${symbol}_end[];\n")
        set(bytes "between(${symbol}, ${symbol}_end)")
        if(EMBED_MIGRATIONS)
            if(NOT name MATCHES "^0*([1-9][0-9]*)_(.+)\\.sql$" OR NOT CMAKE_MATCH_1 EQUAL number)
                message(FATAL_ERROR "${name}: schema steps are 0001_words.sql, 0002_… without a gap")
            endif()
            string(APPEND rows "        {${number}, \"${CMAKE_MATCH_2}\", ${bytes}},\n")
        else()
            string(APPEND rows "        {\"${name}\", ${bytes}},\n")
        endif()
    endforeach()

    set(type EmbeddedFile)
    set(declare "struct EmbeddedFile {\n    std::string_view name;\n    std::string_view bytes;\n};\n")
    set(include "")
    if(EMBED_MIGRATIONS)
        set(type loyal::database::Migration)
        set(declare "")
        set(include "#include <loyal/database/migration.hpp>\n\n")
    endif()
    file(CONFIGURE OUTPUT ${folder}/embedded/${EMBED_NAME}.hpp @ONLY CONTENT
"#pragma once

@include@#include <span>
#include <string_view>

namespace @EMBED_NAMESPACE@ {

@declare@std::span<const @type@> @EMBED_NAME@();

}  // namespace @EMBED_NAMESPACE@
")
    file(CONFIGURE OUTPUT ${folder}/${EMBED_NAME}.cpp @ONLY CONTENT
"#include <embedded/@EMBED_NAME@.hpp>

#include <array>

asm(\".pushsection .rodata\\n\"
@assembler@    \".popsection\\n\");

extern \"C\" {
@symbols@}

namespace @EMBED_NAMESPACE@ {
namespace {

std::string_view between(const char* begin, const char* end)
{
    return {begin, end};
}

}  // namespace

std::span<const @type@> @EMBED_NAME@()
{
    static const std::array<@type@, @number@> all{{
@rows@    }};
    return all;
}

}  // namespace @EMBED_NAMESPACE@
")
    set_source_files_properties(${folder}/${EMBED_NAME}.cpp PROPERTIES OBJECT_DEPENDS "${paths}")
    target_sources(${target} PRIVATE ${folder}/${EMBED_NAME}.cpp)
    target_include_directories(${target} PRIVATE ${folder})
endfunction()
