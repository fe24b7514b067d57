/* stratasysctl: asks Stratasys printers, reads their status texts, and looks after the history file, on the command
 * line. */
#include "commands.h"
#include "version.h"
#include <stdio.h>
#include <string.h>

static const char status_details[] = "Times are on this computer's clock, in its time zone (TZ).\n"
                                     "--json gives one object with the keys of /api/v1/printers, and with `sections`:\n"
                                     "every section, group, key and value of the text, whether known or not.\n";

static const char parse_details[] =
    "A saved text says nothing about now: its times are those of the printer's own\n"
    "clock, which may be hours off (--json: \"clock\": \"printer\"), and there is no time\n"
    "at which a build ends.\n";

static const char raw_details[] = "For sending in what a model sends that nobody has seen yet; with --scrub there\n"
                                  "are no names in it.\n";

static const char scrub_details[] = "Serials, lots, owners, job names, comments and part names become made-up ones of\n"
                                    "the same length and form, the same name always the same one, also where a name\n"
                                    "is all of another value. All else stays byte for byte. When it is not certain\n"
                                    "that every name was found, nothing is written.\n";

static const char backup_details[] =
    "A copy of one moment in one plain file that any sqlite3 reads. The poller may go\n"
    "on writing meanwhile, or be stopped. FILE is written under another name beside\n"
    "it, checked, and then put in place, for its owner and group alone. An older\n"
    "backup that is there is replaced; nothing else is.\n";

static const char check_details[] = "Reads the history file, and changes nothing: whether it is sound, and whether\n"
                                    "all agrees that must: states with their hours and days, material and ends of\n"
                                    "jobs with their days. Of each mistake 5 examples are shown; times are UTC.\n";

/* clang-format off */
static const struct command {
    const char *name, *operand;
    unsigned options;
    enum ctl_exit (*run)(const struct arguments *arguments);
    const char *summary, *details;
} commands[] = {
    {"status", "HOST[:PORT]", OPTION_JSON | OPTION_TIMEOUT, command_status,
     "ask a printer and show what it does", status_details},
    {"parse", "FILE", OPTION_JSON, command_parse,
     "show a saved status text in the same way; `-` is standard input", parse_details},
    {"raw", "HOST[:PORT]", OPTION_SCRUB | OPTION_OUTPUT | OPTION_TIMEOUT, command_raw,
     "ask a printer and write the bytes of its status text", raw_details},
    {"scrub", "FILE", OPTION_OUTPUT, command_scrub,
     "write a saved status text without names; `-` is standard input", scrub_details},
    {"backup", "FILE", OPTION_DATABASE, command_backup,
     "copy the history file, also while it is being written", backup_details},
    {"check", NULL, OPTION_JSON | OPTION_DATABASE, command_check,
     "check the history file, and the sums in it that must agree", check_details},
};
/* clang-format on */

static const char exit_codes[] = "Exit codes:\n"
                                 "  0  the printer answered, the text was read; all is well\n"
                                 "  1  the text is damaged, or is no status text; what could be read is shown;\n"
                                 "     something is wrong in the history file\n"
                                 "  2  wrong usage\n"
                                 "  3  no answer: name unknown, connection refused or broken, time is up\n"
                                 "  4  the printer answered against the protocol\n"
                                 "  5  a file cannot be read or written, or memory ran out\n";

enum { COMMAND_COUNT = sizeof commands / sizeof *commands, EVERY_OPTION = -1 };

static void print_usage_line(const struct command *command)
{
    printf("  stratasysctl %s", command->name);
    if (command->operand)
        printf(" %s", command->operand);
    arguments_print_usage(stdout, command->options);
    printf("\n      %s\n", command->summary);
}

static void print_help(void)
{
    printf("stratasysctl %s: asks Stratasys printers what they do, and looks after the\nhistory file; it changes "
           "neither.\n\nUsage:\n",
           STRATASYS_VERSION);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        print_usage_line(&commands[i]);
    printf("  stratasysctl COMMAND --help\n  stratasysctl --version\n\nOptions:\n");
    arguments_print_help(stdout, (unsigned)EVERY_OPTION);
    printf("\nHOST is a name or an address, an IPv6 address with a port stands in brackets:\n"
           "[2001:db8::5]:53742. PORT is 53742 unless given.\n\n%s",
           exit_codes);
}

static void print_command_help(const struct command *command)
{
    printf("Usage:\n");
    print_usage_line(command);
    printf("\n%s\nOptions:\n", command->details);
    arguments_print_help(stdout, command->options);
    printf("\n%s", exit_codes);
}

static enum ctl_exit finish_help(void)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return CTL_OK;
    complain("standard output cannot be written");
    return CTL_FILE;
}

static enum ctl_exit run(const struct command *command, int count, char **words)
{
    struct arguments arguments;

    if (arguments_read(&arguments, command->name, command->operand, command->options, count, words))
        return CTL_USAGE;
    if (!arguments.is_help)
        return command->run(&arguments);
    print_command_help(command);
    return finish_help();
}

int main(int count, char **words)
{
    const char *name = count > 1 ? words[1] : "";

    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i].name, name) == 0)
            return (int)run(&commands[i], count - 2, words + 2);
    if (strcmp(name, "--help") == 0) {
        print_help();
        return (int)finish_help();
    }
    if (strcmp(name, "--version") == 0) {
        printf("stratasysctl %s\n", STRATASYS_VERSION);
        return (int)finish_help();
    }
    if (*name)
        complain("there is no command %s; see stratasysctl --help", name);
    else
        complain("a command is missing; see stratasysctl --help");
    return CTL_USAGE;
}
