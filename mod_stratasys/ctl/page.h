/* Labelled rows for a terminal of 80 columns. Every text is made harmless on its way out. */
#ifndef PAGE_H
#define PAGE_H

#include <stddef.h>

enum { PAGE_COLUMNS = 80, PAGE_LABEL_COLUMNS = 13, PAGE_LINE_BYTES = 1024 };

/* A row's text while it is put together; what goes beyond its bound is cut, and ends in "...". */
struct page_line {
    char text[PAGE_LINE_BYTES];
    size_t used;
};

__attribute__((format(printf, 2, 3))) void page_add(struct page_line *line, const char *format, ...);

/* Adds a table's cell: text in that many columns, cut or padded, and a blank. */
void page_add_cell(struct page_line *line, const char *text, size_t columns);

/* Prints the label, then the text, broken at blanks where it is too long; nothing when the text is empty. label "" goes
 * on with the row before. */
void page_print(const char *label, const struct page_line *line);

/* The same in one call. */
__attribute__((format(printf, 2, 3))) void page_row(const char *label, const char *format, ...);

#endif
