/* Reads Tcl lists as Tcl's own list parser does: bare words, "quoted", {braced}, with Tcl's backslash sequences. */
#ifndef TCL_LIST_H
#define TCL_LIST_H

#include <stddef.h>

enum tcl_list_result { TCL_LIST_ELEMENT, TCL_LIST_END, TCL_LIST_ERROR };

struct tcl_element {
    const char *bytes; /* into the list, or into scratch where backslashes were replaced */
    size_t length;
    int is_bare; /* a bare word without backslashes: has no blank */
};

/*
 * Reads the next element of the list at *cursor (up to end), moves *cursor behind it and fills element. Backslash
 * sequences are replaced in bare and quoted words; a braced element is taken as it is, as in Tcl (backslash-newline
 * in braces is replaced by Tcl's reader of commands, not by that of lists). scratch has room for end - *cursor bytes
 * and lives as long as element is used. On TCL_LIST_ERROR *message is a constant text.
 */
enum tcl_list_result tcl_list_next(const char **cursor, const char *end, char *scratch, struct tcl_element *element,
                                   const char **message);

/* Whether one of Tcl's blanks (blank, tab, ends of lines and pages) is in element. */
int tcl_has_space(const struct tcl_element *element);

/* Finds the end of the braced word that begins at open (a `{`): the byte behind its closing brace, or NULL when the
 * text up to end does not close it. Braces behind a backslash do not count, as in Tcl. */
const char *tcl_brace_end(const char *open, const char *end);

#endif
