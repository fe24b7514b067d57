#include "config_value.h"
#include "fleet.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char CONFIG_ZONES[] = "/usr/share/zoneinfo";

static const struct {
    const char *unit;
    int64_t ms;
} config_units[] = {
    {"",    1000    },
    {"ms",  1       },
    {"s",   1000    },
    {"min", 60000   },
    {"h",   3600000 },
    {"d",   86400000}
};

const char *config_value_time(const char *text, int64_t *time_ms)
{
    char *unit;
    size_t digits = strspn(text, "0123456789");

    if (digits > 0 && digits <= 12) {
        long long number = strtoll(text, &unit, 10);
        for (size_t i = 0; i < sizeof config_units / sizeof *config_units; i++)
            if (strcmp(unit, config_units[i].unit) == 0 && number <= CONFIG_TIME_MAX_MS / config_units[i].ms) {
                *time_ms = number * config_units[i].ms;
                return NULL;
            }
    }
    return "is no time: write a whole number and ms, s, min, h or d, such as 500ms, 10s, 5min, 1h, 90d";
}

void config_value_time_text(int64_t time_ms, char text[CONFIG_TIME_BYTES])
{
    size_t i = sizeof config_units / sizeof *config_units - 1;

    while (config_units[i].ms > 1 && time_ms % config_units[i].ms != 0)
        i--;
    snprintf(text, CONFIG_TIME_BYTES, "%lld%s", (long long)(time_ms / config_units[i].ms), config_units[i].unit);
}

const char *config_value_id(const char *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    size_t length = strlen(text);

    if (length == 0 || length > FLEET_ID_MAX || !strchr(letters, text[0]) ||
        strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_-") != length)
        return "is no ID: write small letters, digits, _ and -, beginning with a letter or digit, at most 64, "
               "such as lab-1 or uprint";
    return NULL;
}

static const char *config_value_port(const char *text, uint16_t *port)
{
    size_t digits = strspn(text, "0123456789");
    long number = digits > 0 && digits <= 5 && text[digits] == '\0' ? strtol(text, NULL, 10) : 0;

    if (number < 1 || number > 65535)
        return "has a port that is no number from 1 to 65535: write HOST or HOST:PORT";
    *port = (uint16_t)number;
    return NULL;
}

static int config_value_is_host(const char *host, size_t length, int is_ipv6)
{
    if (length == 0 || length > CONFIG_HOST_MAX)
        return 0;
    for (size_t i = 0; i < length; i++)
        if (!isalnum((unsigned char)host[i]) && !strchr(is_ipv6 ? ":.%-_" : ".-_", host[i]))
            return 0;
    return 1;
}

const char *config_value_host(const char *text, char *host, uint16_t *port)
{
    int is_ipv6 = text[0] == '[';
    const char *begin = text + is_ipv6;
    size_t length = strcspn(begin, is_ipv6 ? "]" : ":");
    const char *rest = begin + length;

    if (is_ipv6 && *rest++ != ']')
        return "has no closing bracket: write an IPv6 address as [2001:db8::5] or [2001:db8::5]:53742";
    if (!is_ipv6 && *rest == ':' && strchr(rest + 1, ':'))
        return "has several colons: write an IPv6 address in brackets, [2001:db8::5] or [2001:db8::5]:53742";
    if (!config_value_is_host(begin, length, is_ipv6))
        return "is no host: write a name or an address, such as 10.0.0.5, printer.example.org or [2001:db8::5]";
    memcpy(host, begin, length);
    host[length] = '\0';
    if (*rest == '\0')
        return NULL;
    if (*rest != ':')
        return "has something behind its brackets: write [2001:db8::5]:53742";
    return config_value_port(rest + 1, port);
}

/* A webcam's HOST[:PORT]. */
static const char *config_value_authority(const char *authority, size_t length)
{
    char text[CONFIG_HOST_MAX + sizeof "[]:65535"], host[CONFIG_HOST_MAX + 1];
    uint16_t port;

    if (length == 0 || length >= sizeof text)
        return "names no host: write a webcam's address as https://HOST/PATH";
    memcpy(text, authority, length);
    text[length] = '\0';
    return config_value_host(text, host, &port);
}

/* Browsers leave control bytes out: "/", one of them and "/host" would be another host. */
static int config_value_is_address(const char *text)
{
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c <= ' ' || *c == 0x7f || strchr("<>\"\\", *c))
            return 0;
    return 1;
}

const char *config_value_webcam(const char *text, int *is_plain)
{
    int is_https = strncmp(text, "https://", 8) == 0, is_http = strncmp(text, "http://", 7) == 0;
    int is_path = text[0] == '/' && text[1] != '/';

    if (!config_value_is_address(text) || (!is_https && !is_http && !is_path))
        return "is no webcam: write a path on this server (/webcam/lab.jpg) or an address "
               "(https://cam.example.org/lab.jpg)";
    *is_plain = is_http;
    if (is_path)
        return NULL;
    const char *authority = strstr(text, "://") + 3;
    size_t length = strcspn(authority, "/?#");
    if (memchr(authority, '@', length))
        return "holds a user or password, which every reader of the page would see: take it out, and let a path on "
               "this server (ProxyPass) fetch the picture";
    return config_value_authority(authority, length);
}

const char *config_value_zone(const char *text)
{
    char path[512];
    struct stat info;
    static const char remedy[] = "is no time zone: write an IANA name, such as Europe/Berlin or America/New_York";

    if (text[0] == '\0' || text[0] == '/' || strstr(text, "..") ||
        text[strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_+-")] != '\0' ||
        snprintf(path, sizeof path, "%s/%s", CONFIG_ZONES, text) >= (int)sizeof path)
        return remedy;
    if (access(CONFIG_ZONES, F_OK) != 0)
        return NULL;
    return stat(path, &info) == 0 && S_ISREG(info.st_mode) ? NULL : remedy;
}

const char *config_value_word(const char **line, char *word, size_t word_size)
{
    const char *c = *line + strspn(*line, " \t");
    size_t used = 0;
    int is_quoted = 0;

    for (; *c && (is_quoted || (*c != ' ' && *c != '\t')); c++) {
        if (*c == '"') {
            is_quoted = !is_quoted;
            continue;
        }
        if (is_quoted && *c == '\\' && c[1])
            c++;
        if (used + 1 >= word_size)
            return "is too long";
        word[used++] = *c;
    }
    word[used] = '\0';
    *line = c;
    return is_quoted ? "has an opening quote and no closing one" : NULL;
}
