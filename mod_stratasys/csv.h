/* CSV for people: RFC 4180, with what spreadsheets of other countries want. */
#ifndef CSV_H
#define CSV_H

#include "buffer.h"
#include "query.h"

struct csv_form {
    char separator; /* , ; or a tab */
    char decimal;   /* . or , */
    int has_bom;    /* a byte order mark before all: how Excel knows UTF-8 */
};

/* The mark, if the form has one. */
void csv_begin(struct buffer *buffer, const struct csv_form *form);

/* The form that bom, sep and decimal ask for: the separator is a comma, or a semicolon beside a decimal comma. Returns
 * 0, or -1 with the problem: a comma for both, or one of the three without format=csv (nothing is ignored). */
int csv_form_read(const struct query *query, struct csv_form *form, struct problem *problem);

/*
 * A cell of text (valid UTF-8), quoted where it must be, and where it begins like a number so that a spreadsheet can be
 * told to leave it as it is. One that a spreadsheet would run as a formula is made harmless: an apostrophe is put before a text that begins with = + - @ or one of their other forms (U+FF1D, U+2212, …), also where
 * blanks and characters that are not seen stand before it, and before one that begins with a tab or a line end. The same
 * is done inside of a text behind tabs, line ends, and the comma or semicolon that is not the form's: a spreadsheet of
 * another country takes them for the end of the cell. An empty first cell is "": a line without any byte would be no row.
 * is_first: no separator before it.
 */
void csv_text(struct buffer *buffer, const struct csv_form *form, const char *text, int is_first);

/* A cell of a number, "12.5" as C writes it, "" for none. */
void csv_number(struct buffer *buffer, const struct csv_form *form, const char *number, int is_first);

void csv_end_line(struct buffer *buffer);

#endif
