#include "csv.h"
#include <string.h>

/* The characters that words stand for; a value of one byte is the character itself. */
static const struct {
    const char *word;
    char character;
} csv_words[] = {
    {"comma",     ',' },
    {"semicolon", ';' },
    {"tab",       '\t'},
    {"point",     '.' },
};

static char csv_character(const char *value)
{
    for (size_t i = 0; i < sizeof csv_words / sizeof *csv_words; i++)
        if (strcmp(csv_words[i].word, value) == 0)
            return csv_words[i].character;
    return value[0];
}

static int csv_form_without_csv(const struct query *query, struct problem *problem)
{
    static const enum query_parameter of_csv[] = {QUERY_BOM, QUERY_SEP, QUERY_DECIMAL};
    const char *format = query->values[QUERY_FORMAT];

    if (format && strcmp(format, "csv") == 0)
        return 0;
    for (size_t i = 0; i < sizeof of_csv / sizeof *of_csv; i++)
        if (query->values[of_csv[i]])
            return problem_note(problem, 400, "Parameter of CSV alone",
                                "\"%s\" means something in CSV only: write format=csv, too, or leave it out.",
                                query_rules[of_csv[i]].name);
    return 0;
}

int csv_form_read(const struct query *query, struct csv_form *form, struct problem *problem)
{
    const char *separator = query->values[QUERY_SEP], *decimal = query->values[QUERY_DECIMAL],
               *bom = query->values[QUERY_BOM];

    if (csv_form_without_csv(query, problem))
        return -1;
    form->decimal = decimal ? csv_character(decimal) : '.';
    form->separator = separator ? csv_character(separator) : form->decimal == ',' ? ';' : ',';
    form->has_bom = bom && bom[0] == '1';
    if (form->separator == form->decimal)
        return problem_note(
            problem, 400, "Separator and decimal are the same",
            "decimal=comma needs something else between the cells: write sep=semicolon or sep=tab, or leave sep "
            "out.");
    return 0;
}
