/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ctl.h"

#include <glib/gi18n.h>
#include <langinfo.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "hearth-ctl-daemon.h"
#include "hearth-ctl-output.h"
#include "hearth-format.h"
#include "hearth-locale.h"
#include "hearth-paths.h"
#include "hearth-secret-memory.h"

static const HearthCtlCommand *const commands[] = {
  &hearth_ctl_source_add,
  &hearth_ctl_source_list,
  &hearth_ctl_source_remove,
  &hearth_ctl_account_add,
  &hearth_ctl_account_list,
  &hearth_ctl_account_test,
  &hearth_ctl_account_change,
  &hearth_ctl_account_remove,
  &hearth_ctl_account_identity_add,
  &hearth_ctl_account_identity_list,
  &hearth_ctl_account_identity_remove,
  &hearth_ctl_calendar_add,
  &hearth_ctl_calendar_change,
  &hearth_ctl_calendar_discover,
  &hearth_ctl_calendar_list,
  &hearth_ctl_calendar_remove,
  &hearth_ctl_contacts_add,
  &hearth_ctl_contacts_change,
  &hearth_ctl_contacts_find,
  &hearth_ctl_contacts_list,
  &hearth_ctl_contacts_remove,
  &hearth_ctl_search,
  &hearth_ctl_sync,
  &hearth_ctl_status,
  &hearth_ctl_today,
  &hearth_ctl_digest,
  &hearth_ctl_highlights,
  &hearth_ctl_people_show,
  &hearth_ctl_people_style,
  &hearth_ctl_people_duplicates,
  &hearth_ctl_people_birthdays,
  &hearth_ctl_people_keep,
  &hearth_ctl_people_let_go,
  &hearth_ctl_people,
  &hearth_ctl_agenda,
  &hearth_ctl_event_add,
  &hearth_ctl_event_show,
  &hearth_ctl_event_move,
  &hearth_ctl_event_cancel,
  &hearth_ctl_event_answer,
  &hearth_ctl_event_undo,
  &hearth_ctl_task_list,
  &hearth_ctl_task_done,
  &hearth_ctl_mail_list,
  &hearth_ctl_mail_triage,
  &hearth_ctl_mail_facts,
  &hearth_ctl_mail_summary,
  &hearth_ctl_mail_actions,
  &hearth_ctl_mail_waiting,
  &hearth_ctl_mail_settle,
  &hearth_ctl_mail_teach,
  &hearth_ctl_mail_forget,
  &hearth_ctl_mail_review,
  &hearth_ctl_mail_senders,
  &hearth_ctl_mail_later,
  &hearth_ctl_mail_follow_up,
  &hearth_ctl_mail_unsubscribe,
  &hearth_ctl_mail_search,
  &hearth_ctl_mail_show,
  &hearth_ctl_mail_write,
  &hearth_ctl_mail_reply,
  &hearth_ctl_mail_forward,
  &hearth_ctl_mail_send,
  &hearth_ctl_outbox_list,
  &hearth_ctl_outbox_cancel,
  &hearth_ctl_outbox_resend,
  &hearth_ctl_outbox_discard,
  &hearth_ctl_outbox,
  &hearth_ctl_mail_read,
  &hearth_ctl_mail_unread,
  &hearth_ctl_mail_flag,
  &hearth_ctl_mail_unflag,
  &hearth_ctl_mail_archive,
  &hearth_ctl_mail_done,
  &hearth_ctl_mail_move,
  &hearth_ctl_mail_trash,
  &hearth_ctl_mail_junk,
  &hearth_ctl_mail_not_junk,
  &hearth_ctl_mail_invitation,
  &hearth_ctl_card_list,
  &hearth_ctl_card_show,
  &hearth_ctl_card_accept,
  &hearth_ctl_card_decline,
  &hearth_ctl_memory_list,
  &hearth_ctl_memory_show,
  &hearth_ctl_memory_add,
  &hearth_ctl_memory_change,
  &hearth_ctl_memory_pin,
  &hearth_ctl_memory_unpin,
  &hearth_ctl_memory_accept,
  &hearth_ctl_memory_forget,
  &hearth_ctl_memory_export,
  &hearth_ctl_memory_import,
  &hearth_ctl_letter_list,
  &hearth_ctl_letter_find,
  &hearth_ctl_letter_show,
  &hearth_ctl_letter_new,
  &hearth_ctl_letter_edit,
  &hearth_ctl_letter_change,
  &hearth_ctl_letter_versions,
  &hearth_ctl_letter_restore,
  &hearth_ctl_letter_undo,
  &hearth_ctl_letter_redo,
  &hearth_ctl_letter_delete,
  &hearth_ctl_letter_check,
  &hearth_ctl_letter_improve,
  &hearth_ctl_letter_start,
  &hearth_ctl_letter_word,
  &hearth_ctl_letter_pdf,
  &hearth_ctl_letter_svg,
  &hearth_ctl_letter_print,
  &hearth_ctl_letter_occasions,
  &hearth_ctl_letter_mail_command,
  &hearth_ctl_letter_hand_list,
  &hearth_ctl_letter_hand_import,
  &hearth_ctl_letter_hand_export,
  &hearth_ctl_letter_hand_rename,
  &hearth_ctl_letter_hand_delete,
  &hearth_ctl_letter_book_new,
  &hearth_ctl_letter_book_list,
  &hearth_ctl_letter_book_show,
  &hearth_ctl_letter_book_change,
  &hearth_ctl_letter_book_add,
  &hearth_ctl_letter_book_remove,
  &hearth_ctl_letter_book_move,
  &hearth_ctl_letter_book_pdf,
  &hearth_ctl_letter_book_mail,
  &hearth_ctl_letter_book_delete,
  &hearth_ctl_permission_add,
  &hearth_ctl_permission_list,
  &hearth_ctl_permission_revoke,
  &hearth_ctl_undo,
  &hearth_ctl_journal,
  &hearth_ctl_receipts,
  &hearth_ctl_ask,
  &hearth_ctl_listen,
  &hearth_ctl_say,
  &hearth_ctl_hush,
  &hearth_ctl_conversation_list,
  &hearth_ctl_conversation_show,
  &hearth_ctl_conversation_search,
  &hearth_ctl_conversation_rename,
  &hearth_ctl_conversation_remove,
  &hearth_ctl_conversation_export,
  &hearth_ctl_conversation_rate,
  &hearth_ctl_conversation_misunderstood,
  &hearth_ctl_usage_limit,
  &hearth_ctl_usage_price,
  &hearth_ctl_usage_command,
  &hearth_ctl_remind,
  &hearth_ctl_event_briefing,
  &hearth_ctl_reminders_done,
  &hearth_ctl_reminders_snooze,
  &hearth_ctl_reminders,
  &hearth_ctl_why,
  &hearth_ctl_rehearse,
  &hearth_ctl_mind_list,
  &hearth_ctl_mind_download,
  &hearth_ctl_mind_stop,
  &hearth_ctl_mind_remove,
  &hearth_ctl_service_list,
  &hearth_ctl_service_find_local,
  &hearth_ctl_service_add,
  &hearth_ctl_service_use,
  &hearth_ctl_service_agree,
  &hearth_ctl_service_models,
  &hearth_ctl_service_test,
  &hearth_ctl_service_remove,
  &hearth_ctl_service,
  &hearth_ctl_voice_list,
  &hearth_ctl_voice_voices,
  &hearth_ctl_voice_find,
  &hearth_ctl_voice_add,
  &hearth_ctl_voice_use,
  &hearth_ctl_voice_agree,
  &hearth_ctl_voice_hands_free,
  &hearth_ctl_voice_try,
  &hearth_ctl_voice_remove,
  &hearth_ctl_persona,
  &hearth_ctl_backup,
  &hearth_ctl_restore,
  &hearth_ctl_doctor,
  &hearth_ctl_export,
  &hearth_ctl_goodbye,
  &hearth_ctl_quit,
};

static gboolean help_wanted;
static gboolean version_wanted;
static const char *data_option;

/**
 * hearth_ctl_usage:
 * @format: what is wrong with the command line
 * @...: its arguments
 *
 * Says in one line what is wrong with the command line.
 *
 * Returns: %HEARTH_CTL_USAGE
 */
HearthCtlExit
hearth_ctl_usage (const char *format, ...)
{
  va_list args;

  fputs ("hearthctl: ", stderr);
  va_start (args, format);
  vfprintf (stderr, format, args);
  va_end (args);
  fputc ('\n', stderr);
  return HEARTH_CTL_USAGE;
}

/**
 * hearth_ctl_fail:
 * @error: what went wrong
 *
 * Says it in one line.
 *
 * Returns: %HEARTH_CTL_NOTHING if something is not there, else %HEARTH_CTL_FAILED
 */
HearthCtlExit
hearth_ctl_fail (const GError *error)
{
  fprintf (stderr, "hearthctl: %s\n", error->message);
  return g_error_matches (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND)
             ? HEARTH_CTL_NOTHING
             : HEARTH_CTL_FAILED;
}

/**
 * hearth_ctl_open_store:
 * @ctl: what is meant
 * @code: (out): how to end if there is no store
 *
 * Opens the store to read from it. The demo's store is made first if it is not there.
 *
 * Returns: (transfer full) (nullable): a connection; %NULL when it has been said why there is none
 */
HearthDatabase *
hearth_ctl_open_store (HearthCtl *ctl, HearthCtlExit *code)
{
  g_autofree char *path = hearth_paths_dup_store (ctl->data_dir);
  g_autoptr (GError) error = NULL;
  HearthDatabase *db = NULL;

  if (ctl->demo && !g_file_test (path, G_FILE_TEST_EXISTS)) {
    *code = hearth_ctl_make_demo (ctl);
    if (*code != HEARTH_CTL_DONE)
      return NULL;
  }
  if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    fprintf (stderr, "hearthctl: %s\n",
             _("there is no source yet. Add one with “hearthctl source add maildir PATH”."));
    *code = HEARTH_CTL_NOTHING;
    return NULL;
  }
  db = hearth_database_open (path, HEARTH_DATABASE_READER, &error);
  if (db == NULL)
    *code = hearth_ctl_fail (error);
  return db;
}

/**
 * hearth_ctl_parse_id:
 * @text: an argument
 * @id: (out): the number
 *
 * Returns: whether @text is the number of something, from 1
 */
gboolean
hearth_ctl_parse_id (const char *text, gint64 *id)
{
  return g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, id, NULL);
}

static gboolean
name_has_prefix (const HearthCtlCommand *command, const char *word)
{
  gsize length = strlen (word);

  return strncmp (command->name, word, length) == 0 &&
         (command->name[length] == ' ' || command->name[length] == '\0');
}

#define HELP_WIDTH 40

/* What is too long for the column stands on a line of its own. */
static void
print_help_row (const char *left, const char *right)
{
  fputs ("  ", stdout);
  hearth_ctl_print_cell (HEARTH_CTL_BOLD, left, HELP_WIDTH);
  if (hearth_ctl_text_width (left) >= HELP_WIDTH)
    printf ("\n%*s", HELP_WIDTH + 2, "");
  printf ("%s\n", right);
}

/* @prefix: the first words of their names; "" for all. Returns: how many there are. */
static guint
print_commands (const char *prefix)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_autofree char *left =
        g_strconcat (commands[i]->name, *commands[i]->usage ? " " : "", commands[i]->usage, NULL);

    if (*prefix != '\0' && !name_has_prefix (commands[i], prefix))
      continue;
    print_help_row (left, _ (commands[i]->summary));
    n++;
  }
  return n;
}

static void
print_help (void)
{
  printf (_("Usage: %s\n\n"), "hearthctl [--standalone --data DIR] [--demo] [--json] COMMAND …");
  puts (_("Commands:"));
  print_commands ("");
  printf ("\n%s\n", _("Options:"));
  print_help_row ("--json", _("Write JSON"));
  print_help_row ("--demo", _("Use the demo account"));
  print_help_row ("--standalone", _("Work without the companion’s service"));
  print_help_row ("--data DIR", _("The folder that holds the store, with --standalone"));
  print_help_row ("--version", _("Say which version this is"));
  print_help_row ("--help", _("Say this, or how a command is used"));
  printf ("\n%s\n", _("Exit codes: 0 done, 1 failed, 2 usage, 3 nothing found."));
}

static void
print_command_help (const HearthCtlCommand *command)
{
  g_autofree char *usage =
      g_strchomp (g_strjoin (" ", "hearthctl", command->name, command->usage, NULL));

  printf (_("Usage: %s\n\n"), usage);
  puts (_ (command->summary));
  for (guint i = 0; command->options != NULL && command->options[i].name != NULL; i++)
    printf ("  %-20s %s\n", command->options[i].name, _ (command->options[i].help));
}

static const HearthCtlOption global_options[5];

static const HearthCtlOption *
find_option (const HearthCtlOption *options, const char *name)
{
  gsize length = strcspn (name, "=");

  for (guint i = 0; options != NULL && options[i].name != NULL; i++) {
    if (strncmp (options[i].name, name, length) == 0 && options[i].name[length] == '\0')
      return &options[i];
  }
  return NULL;
}

/* Takes the option at @args[*at] and what follows it. */
static gboolean
take_option (const HearthCtlOption *option, char **args, guint *at)
{
  const char *equals = strchr (args[*at], '=');
  const char *value = equals != NULL ? equals + 1 : NULL;

  if (option->type == HEARTH_CTL_OPTION_FLAG) {
    if (value != NULL) {
      hearth_ctl_usage (_("%s takes no value"), option->name);
      return FALSE;
    }
    *(gboolean *) option->target = TRUE;
    return TRUE;
  }
  if (option->type == HEARTH_CTL_OPTION_ADDRESS) {
    if (value == NULL && args[*at + 1] != NULL && strchr (args[*at + 1], '@') != NULL)
      value = args[++*at];
    *(const char **) option->target = value != NULL ? value : "";
    return TRUE;
  }
  if (value == NULL)
    value = args[*at + 1] != NULL ? args[++*at] : NULL;
  if (value == NULL || *value == '\0') {
    hearth_ctl_usage (_("%s needs a value"), option->name);
    return FALSE;
  }
  if (option->type == HEARTH_CTL_OPTION_LIST) {
    GPtrArray **list = option->target;

    if (*list == NULL)
      *list = g_ptr_array_new ();
    g_ptr_array_add (*list, (gpointer) value);
  } else if (option->type == HEARTH_CTL_OPTION_STRING)
    *(const char **) option->target = value;
  else if (!hearth_ctl_parse_id (value, option->target)) {
    hearth_ctl_usage (_("%s needs a number, not “%s”"), option->name, value);
    return FALSE;
  }
  return TRUE;
}

/* Finds the command that the first words of @args name; @used is how many they are. */
static const HearthCtlCommand *
find_command (char **args, guint *used)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_auto (GStrv) words = g_strsplit (commands[i]->name, " ", 3);
    guint n = g_strv_length (words);

    guint k = 0;

    while (k < n && g_strcmp0 (args[k], words[k]) == 0)
      k++;
    if (k == n) {
      *used = n;
      return commands[i];
    }
  }
  return NULL;
}

static HearthCtlExit
unknown_command (char **args)
{
  g_autoptr (GString) choices = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    if (name_has_prefix (commands[i], args[0]))
      g_string_append_printf (choices, "%s%s", choices->len > 0 ? ", " : "", commands[i]->name);
  }
  if (choices->len > 0 && args[1] == NULL)
    return hearth_ctl_usage (_("“%s” needs one more word: %s"), args[0], choices->str);
  if (choices->len > 0)
    return hearth_ctl_usage (_("there is no command “%s %s”, but: %s"), args[0], args[1],
                             choices->str);
  return hearth_ctl_usage (_("there is no command “%s”; see hearthctl --help"), args[0]);
}

/* Splits the command line into options and arguments: options may stand anywhere before "--". */
static gboolean
split_arguments (char **argv, GPtrArray *args, GPtrArray *options)
{
  gboolean plain = FALSE;

  for (guint i = 1; argv[i] != NULL; i++) {
    const HearthCtlOption *option;

    if (!plain && strcmp (argv[i], "--") == 0) {
      plain = TRUE;
      continue;
    }
    if (plain || argv[i][0] != '-' || argv[i][1] == '\0') {
      g_ptr_array_add (args, argv[i]);
      continue;
    }
    option = find_option (global_options, argv[i]);
    if (option != NULL) {
      if (!take_option (option, argv, &i))
        return FALSE;
      continue;
    }
    if (strcmp (argv[i], "--help") == 0 || strcmp (argv[i], "-h") == 0) {
      help_wanted = TRUE;
      continue;
    }
    /* The command's own: its value, if any, is among the arguments until it is known. */
    g_ptr_array_add (args, argv[i]);
    g_ptr_array_add (options, argv[i]);
  }
  g_ptr_array_add (args, NULL);
  return TRUE;
}

/* Takes the command's options out of @args, from @at on. */
static gboolean
take_command_options (const HearthCtlCommand *command, char **args, guint at, GPtrArray *options,
                      GPtrArray *rest)
{
  for (guint i = at; args[i] != NULL; i++) {
    const HearthCtlOption *option;

    if (!g_ptr_array_find (options, args[i], NULL)) {
      g_ptr_array_add (rest, args[i]);
      continue;
    }
    option = find_option (command->options, args[i]);
    if (option == NULL) {
      hearth_ctl_usage (_("“hearthctl %s” does not know %s"), command->name, args[i]);
      return FALSE;
    }
    if (!take_option (option, args, &i))
      return FALSE;
  }
  g_ptr_array_add (rest, NULL);
  return TRUE;
}

static HearthCtl ctl;

static const HearthCtlOption global_options[5] = {
  { "--json", HEARTH_CTL_OPTION_FLAG, &ctl.json, NULL },
  { "--demo", HEARTH_CTL_OPTION_FLAG, &ctl.demo, NULL },
  { "--standalone", HEARTH_CTL_OPTION_FLAG, &ctl.standalone, NULL },
  { "--data", HEARTH_CTL_OPTION_STRING, &data_option, NULL },
};

static HearthCtlExit
run (char **argv)
{
  g_autoptr (GPtrArray) args = g_ptr_array_new ();
  g_autoptr (GPtrArray) options = g_ptr_array_new ();
  g_autoptr (GPtrArray) rest = g_ptr_array_new ();
  const HearthCtlCommand *command;
  guint used = 0;
  int n;

  if (!split_arguments (argv, args, options))
    return HEARTH_CTL_USAGE;
  if (g_strcmp0 (g_ptr_array_index (args, 0), "--version") == 0)
    version_wanted = TRUE;
  if (version_wanted) {
    printf ("hearthctl %s\n", HEARTH_VERSION);
    return HEARTH_CTL_DONE;
  }
  if (g_strcmp0 (g_ptr_array_index (args, 0), "help") == 0) {
    help_wanted = TRUE;
    g_ptr_array_remove_index (args, 0);
  }
  if (args->len == 1 && help_wanted) {
    print_help ();
    return HEARTH_CTL_DONE;
  }
  if (args->len == 1)
    return hearth_ctl_usage (_("say what to do; see hearthctl --help"));
  command = find_command ((char **) args->pdata, &used);
  if (command == NULL && help_wanted) {
    g_autofree char *prefix = g_strjoinv (" ", (char **) args->pdata);

    if (print_commands (prefix) > 0)
      return HEARTH_CTL_DONE;
  }
  if (command == NULL)
    return unknown_command ((char **) args->pdata);
  if (help_wanted) {
    print_command_help (command);
    return HEARTH_CTL_DONE;
  }
  if (!take_command_options (command, (char **) args->pdata, used, options, rest))
    return HEARTH_CTL_USAGE;
  n = (int) rest->len - 1;
  if (n < command->min_args || (command->max_args >= 0 && n > command->max_args))
    return hearth_ctl_usage (_("usage: hearthctl %s %s"), command->name, command->usage);
  if (data_option != NULL && !ctl.standalone)
    return hearth_ctl_usage (_("--data needs --standalone"));
  ctl.data_dir = data_option != NULL ? g_canonicalize_filename (data_option, NULL)
                                     : hearth_paths_dup_data_dir (ctl.demo);
  return command->run (&ctl, (char **) rest->pdata);
}

/* A terminal writes times as its locale does. To ask the desktop would load its settings, which
 * takes longer than a search. */
static void
choose_hours (void)
{
  const char *format = nl_langinfo (T_FMT);
  gboolean twelve = strstr (format, "%p") != NULL || strstr (format, "%r") != NULL ||
                    strstr (format, "%I") != NULL;

  hearth_format_set_hours (twelve ? HEARTH_HOURS_12 : HEARTH_HOURS_24);
}

int
main (int argc, char *argv[])
{
  HearthCtlExit code;

  hearth_secret_memory_no_cores ();
  hearth_locale_init ();
  choose_hours ();

  code = run (argv);
  if (fflush (stdout) != 0 && code == HEARTH_CTL_DONE)
    code = HEARTH_CTL_FAILED;
  g_free (ctl.data_dir);
  return code;
}
