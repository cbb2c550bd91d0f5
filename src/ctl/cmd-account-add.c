/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "hearth-ctl-account.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-secret-pipe.h"

static const char *imap;
static const char *smtp;
static const char *user;
static const char *name;
static const char *label;
static const char *imap_pin;
static const char *smtp_pin;
static gboolean force;
static gboolean yes;

static const HearthCtlOption options[] = {
  { "--imap", HEARTH_CTL_OPTION_STRING, &imap,
    N_("Where mail is read, HOST:PORT:tls|starttls|none; nothing is looked for then") },
  { "--smtp", HEARTH_CTL_OPTION_STRING, &smtp,
    N_("Where mail is sent, HOST:PORT:tls|starttls|none") },
  { "--user", HEARTH_CTL_OPTION_STRING, &user, N_("The login name, if it is not the address") },
  { "--name", HEARTH_CTL_OPTION_STRING, &name, N_("The name that stands in From") },
  { "--label", HEARTH_CTL_OPTION_STRING, &label, N_("What the account is called here") },
  { "--imap-pin", HEARTH_CTL_OPTION_STRING, &imap_pin,
    N_("Accept this certificate (SHA-256) although it fails the checks") },
  { "--smtp-pin", HEARTH_CTL_OPTION_STRING, &smtp_pin,
    N_("Accept this certificate (SHA-256) although it fails the checks") },
  { "--force", HEARTH_CTL_OPTION_FLAG, &force, N_("Add it without trying the servers") },
  { "--yes", HEARTH_CTL_OPTION_FLAG, &yes, N_("Take the first choice without asking") },
  { NULL },
};

static const char *
get_text (GVariant *choice, const char *key)
{
  const char *text = "";

  g_variant_lookup (choice, key, "&s", &text);
  return text;
}

static void
print_server (const char *title, GVariant *choice, const char *prefix)
{
  g_autofree char *host = g_strconcat (prefix, "-host", NULL);
  g_autofree char *port = g_strconcat (prefix, "-port", NULL);
  g_autofree char *security = g_strconcat (prefix, "-security", NULL);
  g_autofree char *line = NULL;
  guint32 number = 0;

  if (*get_text (choice, host) == '\0')
    return;
  g_variant_lookup (choice, port, "u", &number);
  line = g_strdup_printf ("     %s %s, %u, %s\n", title, get_text (choice, host), number,
                          get_text (choice, security));
  hearth_ctl_print_text (line);
}

static void
print_choice (guint number, GVariant *choice)
{
  g_autofree char *head = g_strdup_printf ("%u", number);

  hearth_ctl_print_cell (HEARTH_CTL_BOLD, head, 5);
  hearth_ctl_print (HEARTH_CTL_PLAIN, get_text (choice, "origin"));
  putchar ('\n');
  print_server (_("read at"), choice, "imap");
  print_server (_("sent at"), choice, "smtp");
  if (*get_text (choice, "problem") != '\0') {
    fputs ("     ", stdout);
    hearth_ctl_print (HEARTH_CTL_ACCENT, get_text (choice, "problem"));
    putchar ('\n');
  }
  if (*get_text (choice, "help") != '\0') {
    g_autofree char *help =
        g_strdup_printf (_("about passwords for programs: %s"), get_text (choice, "help"));

    fputs ("     ", stdout);
    hearth_ctl_print (HEARTH_CTL_DIM, help);
    putchar ('\n');
  }
}

/* Whose servers learnt that somebody asks for this domain. */
static void
print_told (GVariant *choice)
{
  g_autofree const char **told = NULL;
  g_autofree char *all = NULL;
  g_autofree char *line = NULL;

  if (!g_variant_lookup (choice, "told", "^a&s", &told) || told[0] == NULL)
    return;
  all = g_strjoinv (", ", (char **) told);
  line = g_strdup_printf (_("The domain of the address was told to: %s"), all);
  hearth_ctl_print (HEARTH_CTL_DIM, line);
  putchar ('\n');
}

/* Lets the owner choose, or takes the first that can be used. Returns its place, or -1. */
static int
choose (HearthCtl *ctl, GVariant *choices)
{
  gsize n = g_variant_n_children (choices);
  char line[32];
  gint64 chosen = 1;

  for (gsize i = 0; i < n && !ctl->json; i++) {
    g_autoptr (GVariant) choice = g_variant_get_child_value (choices, i);

    print_choice ((guint) i + 1, choice);
    if (i == n - 1)
      print_told (choice);
  }
  if (yes)
    return 0;
  if (!isatty (STDIN_FILENO)) {
    hearth_ctl_usage ("%s", _("nobody can be asked which of them it is: say --yes or --imap"));
    return -1;
  }
  fflush (stdout);
  fprintf (stderr, _("Which of them shall get the password? [1] "));
  if (fgets (line, sizeof line, stdin) == NULL)
    return -1;
  g_strstrip (line);
  if (*line != '\0' && (!hearth_ctl_parse_id (line, &chosen) || chosen > (gint64) n)) {
    hearth_ctl_usage (_("“%s” is none of them"), line);
    return -1;
  }
  return (int) chosen - 1;
}

/* Finds the servers of the address. Returns %NULL when it has been said why there are none. */
static GVariantDict *
discover (HearthCtl *ctl, const char *address, HearthCtlExit *code)
{
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) choices = NULL;
  g_autoptr (GVariant) choice = NULL;
  int chosen;

  reply = hearth_ctl_account_call (ctl, "Discover", g_variant_new ("(s)", address), NULL,
                                   "(aa{sv})", code);
  if (reply == NULL)
    return NULL;
  choices = g_variant_get_child_value (reply, 0);
  if (g_variant_n_children (choices) == 0) {
    fprintf (stderr,
             _("hearthctl: no server was found for %s. Name it with --imap HOST:PORT and --smtp "
                "HOST:PORT.\n"),
             address);
    *code = HEARTH_CTL_NOTHING;
    return NULL;
  }
  chosen = choose (ctl, choices);
  *code = HEARTH_CTL_USAGE;
  if (chosen < 0)
    return NULL;
  choice = g_variant_get_child_value (choices, (gsize) chosen);
  if (*get_text (choice, "problem") != '\0' && imap_pin == NULL && !force) {
    fprintf (stderr, "hearthctl: %s\n", get_text (choice, "problem"));
    *code = HEARTH_CTL_FAILED;
    return NULL;
  }
  return g_variant_dict_new (choice);
}

static void
insert_text (GVariantDict *settings, const char *key, const char *value)
{
  if (value != NULL)
    g_variant_dict_insert (settings, key, "s", value);
}

static GVariantDict *
make_settings (HearthCtl *ctl, const char *address, HearthCtlExit *code)
{
  g_autoptr (GVariantDict) settings = NULL;

  *code = HEARTH_CTL_USAGE;
  settings = imap != NULL ? g_variant_dict_new (NULL) : discover (ctl, address, code);
  if (settings == NULL ||
      (imap != NULL && !hearth_ctl_account_take_server ("--imap", imap, "imap", settings)) ||
      (smtp != NULL && !hearth_ctl_account_take_server ("--smtp", smtp, "smtp", settings)))
    return NULL;
  insert_text (settings, "address", address);
  insert_text (settings, "imap-user", user);
  insert_text (settings, "smtp-user", user);
  insert_text (settings, "name", name);
  insert_text (settings, "label", label);
  insert_text (settings, "imap-pin", imap_pin);
  insert_text (settings, "smtp-pin", smtp_pin);
  g_variant_dict_insert (settings, "force", "b", force);
  return g_steal_pointer (&settings);
}

static void
print_added (HearthCtl *ctl, gint64 id)
{
  HearthCtlJson json;

  if (!ctl->json) {
    printf (_("Account %lld added.\n"), (long long) id);
    return;
  }
  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  hearth_ctl_json_number (&json, "id", id);
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (GVariantDict) settings = make_settings (ctl, args[0], &code);
  g_autoptr (GVariant) reply = NULL;
  g_autofree char *prompt = g_strdup_printf (_("Password of %s:"), args[0]);
  const char *auth = "password";
  char *password;
  gint64 id;

  if (settings == NULL)
    return code;
  g_variant_dict_lookup (settings, "auth", "&s", &auth);
  password =
      strcmp (auth, "password") == 0 ? hearth_ctl_account_read_password (prompt) : g_strdup ("");
  if (password == NULL)
    return hearth_ctl_usage ("%s", _("there is no password on the standard input"));
  if (strcmp (auth, "google") == 0 || strcmp (auth, "microsoft") == 0)
    fprintf (stderr, "%s\n", _("The browser opens; sign in there."));
  reply = hearth_ctl_account_call (ctl, "AddAccount",
                                   g_variant_new ("(@a{sv})", g_variant_dict_end (settings)),
                                   password, "(x)", &code);
  hearth_secret_pipe_wipe (password);
  if (reply == NULL)
    return code;
  g_variant_get (reply, "(x)", &id);
  print_added (ctl, id);
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_account_add = {
  .name = "account add",
  .usage = "ADDRESS [--imap HOST:PORT] [--smtp HOST:PORT] [--user U] [--name N] [--yes]",
  .summary = N_("Add a mail account; the password is asked for"),
  .options = options,
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
