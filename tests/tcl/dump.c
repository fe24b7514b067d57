/*
 * Prints what document_read makes of texts, for a comparison with Tcl (dump.tcl prints the same).
 *   tcl_dump FILE...
 * One line for each text, section, group and key, names and values in hex; `refused` for a text with damage.
 */
#include "document.h"

#include <stdio.h>
#include <stdlib.h>

static void print_hex(const char *text)
{
    putchar(' ');
    for (; *text != '\0'; text++)
        printf("%02x", (unsigned char)*text);
}

static void print_section(const struct document_section *section)
{
    printf("section");
    print_hex(section->name);
    putchar('\n');
    for (size_t i = 0; i < section->group_count; i++) {
        puts("group");
        for (size_t k = 0; k < section->groups[i].key_count; k++) {
            printf("key");
            print_hex(section->groups[i].keys[k].name);
            print_hex(section->groups[i].keys[k].value);
            putchar('\n');
        }
    }
}

/* The file's bytes, to be freed, or NULL. */
static char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(DOCUMENT_TEXT_MAX);
    if (file == NULL || bytes == NULL) {
        perror(path);
        free(bytes);
        bytes = NULL;
    } else {
        *length = fread(bytes, 1, DOCUMENT_TEXT_MAX, file);
    }
    if (file != NULL)
        fclose(file);
    return bytes;
}

static int dump(const char *path)
{
    size_t length = 0;
    char *bytes = read_file(path, &length);
    struct document *document = bytes != NULL ? document_read(bytes, length) : NULL;
    free(bytes);
    if (document == NULL)
        return -1;
    puts(document->damage_count > 0 ? "refused" : "text");
    for (size_t i = 0; document->damage_count == 0 && i < document->section_count; i++)
        print_section(&document->sections[i]);
    document_free(document);
    return 0;
}

int main(int count, char **arguments)
{
    for (int i = 1; i < count; i++) {
        if (dump(arguments[i]) != 0)
            return 1;
    }
    return 0;
}
