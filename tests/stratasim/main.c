/*
 * stratasim: simulated Stratasys printers for trying and testing the module. `stratasim --help` tells all.
 *
 *   rng, calendar      random numbers, when people are in the lab: functions of a seed
 *   family, layout     what kinds of printers there are, how each spells its status text
 *   phase, job, fate,  what a printer goes through, what jobs need, what becomes of them, when it is out of reach,
 *   outage, life       and one printer's life made of these: a function of seed, printer, temper and time
 *   prose, render      what people write into jobs; a moment of life as status text
 *   truth              what really happened, as JSON lines
 *   fault              what can be wrong on demand
 *   conversation,      one connection; all sockets in one loop; commands on standard input; the command line
 *   server, control, options
 *
 * What stands above conversation knows no clock and no socket, and can be linked into another program.
 */
#include "bytes.h"
#include "options.h"
#include "render.h"
#include "server.h"
#include "truth.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { EXIT_WRONG = 1, EXIT_USAGE = 2, MESSAGE_BYTES = 1024 };

static int print_moments(const struct options *options)
{
    struct life *life =
        life_create((uint64_t)options->seed, (uint64_t)options->printer, options_family(options, options->printer));
    if (!life)
        return EXIT_WRONG;
    life_set_temper(life, options->temper);
    struct bytes text = {0};
    for (size_t i = 0; i < options->at_count; i++) {
        struct life_moment moment;
        life_at(life, options->at_s[i], &moment);
        render_status(life, &moment, false, &text);
    }
    size_t written = fwrite(text.data, 1, text.length, stdout);
    int failed = text.failed || written != text.length || fflush(stdout);
    bytes_free(&text);
    life_free(life);
    return failed ? EXIT_WRONG : 0;
}

static int write_truth(const struct options *options)
{
    FILE *file = fopen(options->truth_path, "we");
    int failed = !file;
    for (int64_t i = 1; !failed && i <= options->printers; i++)
        failed = truth_write(file, (uint64_t)options->seed, (uint64_t)i, options_family(options, i), options->temper,
                             options->from_s, options->to_s);
    if (file && fclose(file))
        failed = 1;
    if (failed)
        fprintf(stderr, "stratasim: %s: %s\n", options->truth_path, strerror(errno));
    return failed ? EXIT_WRONG : 0;
}

static int serve(const struct options *options)
{
    char message[MESSAGE_BYTES];
    struct server *server = server_open(options, message, sizeof message);
    if (!server) {
        fprintf(stderr, "stratasim: %s\n", message);
        return EXIT_WRONG;
    }
    int failed = server_run(server);
    server_close(server);
    return failed ? EXIT_WRONG : 0;
}

int main(int count, char **arguments)
{
    struct options options;
    char message[MESSAGE_BYTES];
    if (options_read(count, arguments, &options, message, sizeof message)) {
        fprintf(stderr, "stratasim: %s\n", message);
        return EXIT_USAGE;
    }
    if (options.help) {
        options_help(stdout);
        return 0;
    }
    if (options.at_count)
        return print_moments(&options);
    return options.from_s != INT64_MIN ? write_truth(&options) : serve(&options);
}
