#include "complain.h"
#include "utf8.h"
#include <stdarg.h>
#include <stdio.h>

enum { COMPLAIN_BYTES = 1024 };

void complain(const char *format, ...)
{
    char text[COMPLAIN_BYTES], line[COMPLAIN_BYTES];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    fprintf(stderr, "stratasysctl: %s\n", utf8_line(text, line, sizeof line));
}
