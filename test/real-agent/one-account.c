/*
 * Loaded into a real agent (LD_PRELOAD): for it there is one account, whose home is what the environment says, and none of
 * those that this machine has. What it starts knows nothing of that.
 */
#include <pwd.h>
#include <stdlib.h>
#include <string.h>

static char *home;

__attribute__((constructor)) static void begin(void)
{
    const char *value = getenv("ONE_ACCOUNT_HOME");
    home = value ? strdup(value) : NULL;
    unsetenv("ONE_ACCOUNT_HOME");
    unsetenv("LD_PRELOAD");
}

int getpwnam_r(const char *name, struct passwd *entry, char *buffer, size_t length, struct passwd **result)
{
    (void)buffer;
    (void)length;
    *result = NULL;
    if (home == NULL || strcmp(name, "fuzzer") != 0)
        return 0;
    entry->pw_name = "fuzzer";
    entry->pw_passwd = "x";
    entry->pw_uid = 0;
    entry->pw_gid = 0;
    entry->pw_gecos = "";
    entry->pw_dir = home;
    entry->pw_shell = "/bin/sh";
    *result = entry;
    return 0;
}
