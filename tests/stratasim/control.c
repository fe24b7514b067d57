#include "control.h"

#include "options.h"
#include "truth.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS_MAX = 4, ADVANCE_MOST_S = 2000000000 };

/* A command gets its words (missing ones are NULL) and the printer that its first one names, where it names one. */
typedef void command(struct server *server, struct server_printer *printer, char **words, char *answer, size_t size);

static void set_fault(struct server *server, struct server_printer *printer, char **words, char *answer, size_t size)
{
    char message[CONTROL_ANSWER_BYTES / 2];
    struct fault fault;
    if (!words[2] || fault_read(words[2], words[3], &fault, message, sizeof message)) {
        snprintf(answer, size, "error %s", words[2] ? message : "fault N KIND [STEP]");
        return;
    }
    server_set_fault(server, printer, fault);
    snprintf(answer, size, "ok fault %s %s", words[1], fault_name(fault.kind));
}

static void heal(struct server *server, struct server_printer *printer, char **words, char *answer, size_t size)
{
    if (server_set_fault(server, printer, (struct fault){FAULT_NONE, STEP_CONNECT}))
        snprintf(answer, size, "error %s", strerror(errno));
    else
        snprintf(answer, size, "ok heal %s", words[1]);
}

static void advance(struct server *server, struct server_printer *printer, char **words, char *answer, size_t size)
{
    (void)printer;
    int64_t seconds;
    if (!words[1] || options_number(words[1], 0, ADVANCE_MOST_S, &seconds)) {
        snprintf(answer, size, "error advance SECONDS");
        return;
    }
    server_advance(server, seconds);
    snprintf(answer, size, "ok %" PRId64, server_life_s(server));
}

static void tell_time(struct server *server, struct server_printer *printer, char **words, char *answer, size_t size)
{
    (void)printer;
    (void)words;
    snprintf(answer, size, "ok %" PRId64, server_life_s(server));
}

static void tell_truth(struct server *server, struct server_printer *printer, char **words, char *answer, size_t size)
{
    (void)words;
    struct life *life = server_life(server, printer);
    char *truth = life ? truth_of_moment(life, server_life_s(server)) : NULL;
    snprintf(answer, size, truth ? "ok %s" : "error this printer has no life", truth);
    free(truth);
}

static void replay(struct server *server, struct server_printer *printer, char **words, char *answer, size_t size)
{
    if (!words[2])
        snprintf(answer, size, "error replay N FILE");
    else if (server_replay(server, printer, words[2]))
        snprintf(answer, size, "error %s: %s", words[2], strerror(errno));
    else
        snprintf(answer, size, "ok replay %s", words[1]);
}

static const struct {
    const char *name, *usage, *help;
    bool names_printer;
    command *run;
} COMMANDS[] = {
    {"fault",   "fault N KIND [STEP]", "from its next conversation on printer N has this fault", true,  set_fault },
    {"heal",    "heal N",              "printer N is well again",                                true,  heal      },
    {"advance", "advance SECONDS",     "life's clock jumps forward",                             false, advance   },
    {"time",    "time",                "life's clock, Unix seconds",                             false, tell_time },
    {"truth",   "truth N",             "what is true of printer N now, as JSON",                 true,  tell_truth},
    {"replay",  "replay N FILE",       "printer N serves this file from now on",                 true,  replay    },
};

enum { COMMAND_COUNT = sizeof COMMANDS / sizeof *COMMANDS };

static void split(char *line, char **words)
{
    char *rest = NULL;
    for (int i = 0; i < WORDS_MAX; i++)
        words[i] = strtok_r(i ? NULL : line, " \t\r", &rest);
}

void control_do(struct server *server, char *line, char *answer, size_t answer_size)
{
    char *words[WORDS_MAX];
    split(line, words);
    for (size_t i = 0; words[0] && i < COMMAND_COUNT; i++) {
        if (strcmp(words[0], COMMANDS[i].name))
            continue;
        int64_t number = 0;
        bool wrong = COMMANDS[i].names_printer && (!words[1] || options_number(words[1], 1, INT32_MAX, &number));
        struct server_printer *printer = number ? server_printer(server, number) : NULL;
        if (wrong || (COMMANDS[i].names_printer && !printer))
            snprintf(answer, answer_size, "error no such printer: %s", COMMANDS[i].usage);
        else
            COMMANDS[i].run(server, printer, words, answer, answer_size);
        return;
    }
    snprintf(answer, answer_size, "error no such command: %s", words[0] ? words[0] : "");
}

void control_help(FILE *file)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(file, "  %-28s %s\n", COMMANDS[i].usage, COMMANDS[i].help);
}
