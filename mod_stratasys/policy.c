#include "policy.h"
#include <stdio.h>
#include <string.h>

/* Bootstrap's stylesheet draws its controls from data: images. */
static const char POLICY_BEGIN[] = "default-src 'self'; img-src 'self' data:";
static const char POLICY_END[] = "; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'";

enum { POLICY_ORIGIN_BYTES = 300 }; /* the longest host, with scheme and port */

void policy_begin(struct policy *policy)
{
    policy->sources_end = sizeof POLICY_BEGIN - 1;
    snprintf(policy->text, sizeof policy->text, "%s%s", POLICY_BEGIN, POLICY_END);
}

/* Copies what comes before the path, in small letters. Returns 0, or -1 where the policy's grammar has no such host: nothing
 * else may get into it. */
static int policy_origin(const char *webcam, char origin[POLICY_ORIGIN_BYTES])
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789.-_:";
    size_t scheme = strcspn(webcam, ":") + strlen("://"), length = scheme + strcspn(webcam + scheme, "/?#");

    if (length >= POLICY_ORIGIN_BYTES)
        return -1;
    for (size_t i = 0; i < length; i++)
        origin[i] = (char)(webcam[i] >= 'A' && webcam[i] <= 'Z' ? webcam[i] - 'A' + 'a' : webcam[i]);
    origin[length] = '\0';
    return strspn(origin + scheme, allowed) == length - scheme ? 0 : -1;
}

static int policy_has(const struct policy *policy, const char *origin)
{
    size_t length = strlen(origin);

    for (const char *found = policy->text; (found = strstr(found, origin)); found += length)
        if (found[-1] == ' ' && (found[length] == ' ' || found[length] == ';'))
            return 1;
    return 0;
}

enum policy_trouble policy_add_webcam(struct policy *policy, const char *webcam)
{
    char origin[POLICY_ORIGIN_BYTES];

    if (webcam[0] == '/')
        return POLICY_OK;
    if (policy_origin(webcam, origin))
        return POLICY_UNNAMEABLE;
    if (policy_has(policy, origin))
        return POLICY_OK;
    if (policy->sources_end + strlen(" ") + strlen(origin) + sizeof POLICY_END > sizeof policy->text)
        return POLICY_FULL;
    snprintf(policy->text + policy->sources_end, sizeof policy->text - policy->sources_end, " %s%s", origin,
             POLICY_END);
    policy->sources_end += strlen(" ") + strlen(origin);
    return POLICY_OK;
}
