/* The commands of stratasysctl. Each gives the exit code, and has complained where it is not CTL_OK. */
#ifndef COMMANDS_H
#define COMMANDS_H

#include "arguments.h"
#include "complain.h"

enum ctl_exit command_status(const struct arguments *arguments);
enum ctl_exit command_parse(const struct arguments *arguments);
enum ctl_exit command_raw(const struct arguments *arguments);
enum ctl_exit command_scrub(const struct arguments *arguments);
enum ctl_exit command_backup(const struct arguments *arguments);
enum ctl_exit command_check(const struct arguments *arguments);

#endif
