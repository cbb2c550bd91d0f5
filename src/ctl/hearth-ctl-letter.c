/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ctl-letter.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "hearth-ctl-daemon.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-made.h"
#include "hearth-paths.h"
#include "hearth-store-letters.h"

/* A letter is longer than an argument may be, and whoever looks at the list of processes is not to
 * read it: the engine without a bus gets it through its standard input. */
static GVariant *
call_engine (HearthCtl *ctl, const char *method, GVariant *parameters, int file,
             const char *reply_type, HearthCtlExit *code)
{
  const char *const command[] = { "event", method, "-", NULL };
  g_autoptr (GPtrArray) argv = hearth_ctl_make_engine_arguments (ctl, command);
  g_autofree char *text = g_variant_print (parameters, TRUE);
  FILE *input = tmpfile ();
  GVariant *reply = NULL;

  *code = HEARTH_CTL_FAILED;
  if (input != NULL && fputs (text, input) >= 0 && fflush (input) == 0 &&
      fseek (input, 0, SEEK_SET) == 0)
    reply = hearth_ctl_made_ask ((const char *const *) argv->pdata, fileno (input), file,
                                 reply_type, code);
  else
    fprintf (stderr, "hearthctl: %s\n", g_strerror (errno));
  if (input != NULL)
    fclose (input);
  return reply;
}

static GVariant *
call_service (HearthCtl *ctl, const char *method, GVariant *parameters, int file,
              const char *reply_type, HearthCtlExit *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = hearth_ctl_connect (&error);
  g_autoptr (GUnixFDList) fds = file >= 0 ? g_unix_fd_list_new () : NULL;
  GVariant *reply;

  if (bus == NULL || (fds != NULL && g_unix_fd_list_append (fds, file, &error) < 0)) {
    *code = hearth_ctl_fail (error);
    return NULL;
  }
  reply = hearth_ctl_call_interface (ctl, bus, HEARTH_LETTERS_INTERFACE, method, parameters, fds,
                                     reply_type, &error);
  if (reply == NULL)
    *code = hearth_ctl_fail_call (error);
  return reply;
}

/**
 * hearth_ctl_letter_get_handle:
 * @ctl: what is meant
 *
 * Returns: the handle by which parameters name the file of hearth_ctl_letter_call_with_file()
 */
gint32
hearth_ctl_letter_get_handle (const HearthCtl *ctl)
{
  return ctl->standalone ? HEARTH_CTL_MADE_FD : 0;
}

/**
 * hearth_ctl_letter_call_with_file:
 * @ctl: what is meant
 * @method: a method of the interface about letters
 * @parameters: (transfer floating): what it takes
 * @file: a file that goes with it, which is read from its beginning; -1 for none
 * @reply_type: what it gives back
 * @code: (out): how to end if it fails
 *
 * Has something done to letters by the service, or without it.
 *
 * Returns: (transfer full) (nullable): what it gave back; %NULL when it has been said what is wrong
 */
GVariant *
hearth_ctl_letter_call_with_file (HearthCtl *ctl, const char *method, GVariant *parameters,
                                  int file, const char *reply_type, HearthCtlExit *code)
{
  g_autoptr (GVariant) sunk = g_variant_ref_sink (parameters);

  if (file >= 0)
    lseek (file, 0, SEEK_SET);
  return ctl->standalone ? call_engine (ctl, method, sunk, file, reply_type, code)
                         : call_service (ctl, method, sunk, file, reply_type, code);
}

/**
 * hearth_ctl_letter_call:
 * @ctl: what is meant
 * @method: a method of the interface about letters
 * @parameters: (transfer floating): what it takes
 * @reply_type: what it gives back
 * @code: (out): how to end if it fails
 *
 * Has something done to letters by the service, or without it.
 *
 * Returns: (transfer full) (nullable): what it gave back; %NULL when it has been said what is wrong
 */
GVariant *
hearth_ctl_letter_call (HearthCtl *ctl, const char *method, GVariant *parameters,
                        const char *reply_type, HearthCtlExit *code)
{
  return hearth_ctl_letter_call_with_file (ctl, method, parameters, -1, reply_type, code);
}

/**
 * hearth_ctl_letter_make:
 * @ctl: what is meant
 * @args: (array zero-terminated=1): what hearth-letter shall do, without the data folder
 * @file: a file that it reads or makes, or -1
 * @reply_type: the type of what it prints
 * @code: (out): how to end if it fails
 *
 * Has hearth-letter do what needs dictionaries, or fonts.
 *
 * Returns: (transfer full) (nullable): what it printed; %NULL when it has been said what is wrong
 */
GVariant *
hearth_ctl_letter_make (HearthCtl *ctl, const char *const *args, int file, const char *reply_type,
                        HearthCtlExit *code)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autofree char *program =
      hearth_paths_dup_program ("HEARTH_LETTER", "letters/program", "hearth-letter");

  g_ptr_array_add (argv, program);
  g_ptr_array_add (argv, (gpointer) "--data");
  g_ptr_array_add (argv, ctl->data_dir);
  for (guint i = 0; args[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) args[i]);
  g_ptr_array_add (argv, NULL);
  return hearth_ctl_made_ask ((const char *const *) argv->pdata, -1, file, reply_type, code);
}

/**
 * hearth_ctl_letter_ask_program:
 * @ctl: what is meant
 * @args: (array zero-terminated=1): what hearth-letter shall do, without the data folder
 * @reply_type: the type of what it prints
 * @code: (out): how to end if it fails
 *
 * The same without a file.
 *
 * Returns: (transfer full) (nullable): what it printed; %NULL when it has been said what is wrong
 */
GVariant *
hearth_ctl_letter_ask_program (HearthCtl *ctl, const char *const *args, const char *reply_type,
                               HearthCtlExit *code)
{
  return hearth_ctl_letter_make (ctl, args, -1, reply_type, code);
}

/**
 * hearth_ctl_letter_load:
 * @ctl: what is meant
 * @argument: the number of a letter
 * @code: (out): how to end if there is none
 *
 * Returns: (transfer full) (nullable): the letter; %NULL when it has been said what is wrong
 */
HearthLetter *
hearth_ctl_letter_load (HearthCtl *ctl, const char *argument, HearthCtlExit *code)
{
  g_autoptr (HearthDatabase) db = NULL;
  g_autoptr (GError) error = NULL;
  HearthLetter *letter;
  gint64 id;

  if (!hearth_ctl_parse_id (argument, &id)) {
    *code = hearth_ctl_usage (_("“%s” is not the number of a letter; see hearthctl letter list"),
                              argument);
    return NULL;
  }
  db = hearth_ctl_open_store (ctl, code);
  if (db == NULL)
    return NULL;
  letter = hearth_store_letters_get (db, id, &error);
  if (letter == NULL)
    *code = hearth_ctl_fail (error);
  return letter;
}

static char *
take_text (GString *text, HearthCtlExit *code)
{
  if (text->len <= HEARTH_LETTER_MAX_TEXT && memchr (text->str, 0, text->len) == NULL &&
      g_utf8_validate_len (text->str, text->len, NULL))
    return g_string_free (text, FALSE);
  *code = hearth_ctl_usage (_("that is too long for a letter, or no text"));
  g_string_free (text, TRUE);
  return NULL;
}

static char *
read_stream (FILE *file, HearthCtlExit *code)
{
  GString *text = g_string_new (NULL);
  char buffer[4096];
  gsize n;

  while (text->len <= HEARTH_LETTER_MAX_TEXT && (n = fread (buffer, 1, sizeof buffer, file)) > 0)
    g_string_append_len (text, buffer, (gssize) n);
  /* A file ends with a line break that nobody wrote. */
  if (text->len > 0 && text->str[text->len - 1] == '\n')
    g_string_truncate (text, text->len - 1);
  return take_text (text, code);
}

/**
 * hearth_ctl_letter_read_text:
 * @path: a file, or "-" for the standard input
 * @code: (out): how to end if it cannot be read
 *
 * Returns: (transfer full) (nullable): its text; %NULL when it has been said what is wrong
 */
char *
hearth_ctl_letter_read_text (const char *path, HearthCtlExit *code)
{
  FILE *file;
  char *text;

  if (strcmp (path, "-") == 0)
    return read_stream (stdin, code);
  file = fopen (path, "re");
  if (file == NULL) {
    fprintf (stderr, "hearthctl: %s: %s\n", path, g_strerror (errno));
    *code = HEARTH_CTL_FAILED;
    return NULL;
  }
  text = read_stream (file, code);
  fclose (file);
  return text;
}

static gboolean
run_editor (const char *path)
{
  const char *editor = g_getenv ("VISUAL") != NULL ? g_getenv ("VISUAL") : g_getenv ("EDITOR");
  g_autofree char *command = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;
  char *argv[] = { (char *) "/bin/sh", (char *) "-c", NULL, (char *) "sh", (char *) path, NULL };

  /* What the variable names may have arguments; the path is none of the shell's business. */
  command = g_strconcat (editor != NULL && *editor != '\0' ? editor : "vi", " \"$1\"", NULL);
  argv[2] = command;
  if (g_spawn_sync (NULL, argv, NULL, G_SPAWN_CHILD_INHERITS_STDIN, NULL, NULL, NULL, NULL, &status,
                    &error) &&
      g_spawn_check_wait_status (status, &error))
    return TRUE;
  fprintf (stderr, _("hearthctl: the editor failed, and nothing was changed: %s\n"),
           error->message);
  return FALSE;
}

/**
 * hearth_ctl_letter_edit_text:
 * @text: what stands there now
 * @path: (out) (nullable): the file that was edited, for hearth_ctl_letter_end_edit()
 * @code: (out): how to end if it fails
 *
 * Has a text edited by the owner's editor, in a file that nobody else can read.
 *
 * Returns: (transfer full) (nullable): what it is then; %NULL when it has been said what is wrong
 */
char *
hearth_ctl_letter_edit_text (const char *text, char **path, HearthCtlExit *code)
{
  g_autoptr (GError) error = NULL;
  char *edited = NULL;
  int fd = g_file_open_tmp ("hearth-letter-XXXXXX.txt", path, &error);
  gboolean ok;
  FILE *file;

  *code = HEARTH_CTL_FAILED;
  if (fd < 0) {
    *code = hearth_ctl_fail (error);
    return NULL;
  }
  file = fdopen (fd, "w");
  ok = file != NULL && fputs (text, file) >= 0 && fputc ('\n', file) != EOF;
  if (file != NULL)
    ok = fclose (file) == 0 && ok;
  if (!ok)
    fprintf (stderr, "hearthctl: %s: %s\n", *path, g_strerror (errno));
  else if (run_editor (*path))
    edited = hearth_ctl_letter_read_text (*path, code);
  else
    ok = FALSE;
  /* What cannot be read is the owner's all the same: too much, say, or no UTF-8. */
  if (edited == NULL)
    hearth_ctl_letter_end_edit (*path, ok ? *code : HEARTH_CTL_DONE);
  if (edited == NULL)
    g_clear_pointer (path, g_free);
  return edited;
}

/**
 * hearth_ctl_letter_end_edit:
 * @path: (nullable): a file from hearth_ctl_letter_edit_text(), or %NULL where there was none
 * @code: what became of what is in it
 *
 * Removes what was edited once it is stored; otherwise it is kept, and it is said where.
 *
 * Returns: @code
 */
HearthCtlExit
hearth_ctl_letter_end_edit (const char *path, HearthCtlExit code)
{
  if (path != NULL && code == HEARTH_CTL_DONE)
    g_unlink (path);
  else if (path != NULL)
    fprintf (stderr, _("hearthctl: what you wrote is kept in %s\n"), path);
  return code;
}

/**
 * hearth_ctl_letter_tell:
 * @ctl: what is meant
 * @name: what the number is called for machines
 * @id: the number of what was made
 * @sentence: what is said to people
 *
 * Says what was made.
 *
 * Returns: that it ended well
 */
HearthCtlExit
hearth_ctl_letter_tell (HearthCtl *ctl, const char *name, gint64 id, const char *sentence)
{
  HearthCtlJson json;

  if (!ctl->json) {
    if (strcmp (name, "id") == 0)
      printf ("%s (%lld)\n", sentence, (long long) id);
    else
      puts (sentence);
    return HEARTH_CTL_DONE;
  }
  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  hearth_ctl_json_number (&json, name, id);
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
  return HEARTH_CTL_DONE;
}

/**
 * hearth_ctl_letter_save:
 * @ctl: what is meant
 * @id: a letter, or 0 for a new one
 * @fields: (transfer floating): what is new in it
 * @sentence: what is said when it is done
 *
 * Stores a letter and says so.
 *
 * Returns: how it ended
 */
HearthCtlExit
hearth_ctl_letter_save (HearthCtl *ctl, gint64 id, GVariant *fields, const char *sentence)
{
  HearthCtlExit code;
  g_autoptr (GVariant) reply =
      hearth_ctl_letter_call (ctl, "SaveLetter", g_variant_new ("(x@a{sv}b)", id, fields, TRUE),
                              "(x)", &code);

  if (reply == NULL)
    return code;
  g_variant_get (reply, "(x)", &id);
  return hearth_ctl_letter_tell (ctl, "id", id, sentence);
}

/* What a file may be called on any computer. */
static char *
dup_file_name (const char *title)
{
  g_autofree char *clean = g_strdup (title);

  return g_strconcat (g_strdelimit (clean, "/\\:*?\"<>|\n\r\t", '-'), ".pdf", NULL);
}

/**
 * hearth_ctl_letter_mail:
 * @ctl: what is meant
 * @mail: a mail
 *
 * Begins a draft and says so.
 *
 * Returns: how it ended
 */
HearthCtlExit
hearth_ctl_letter_mail (HearthCtl *ctl, const HearthCtlMail *mail)
{
  GVariantDict fields;
  g_autoptr (GVariant) reply = NULL;
  g_autofree char *sentence = NULL;
  HearthCtlExit code;
  gint64 id;

  if (!g_utf8_validate (mail->to, -1, NULL))
    return hearth_ctl_usage (_("“%s” is no address"), mail->to);
  g_variant_dict_init (&fields, NULL);
  g_variant_dict_insert (&fields, "to", "s", mail->to);
  g_variant_dict_insert (&fields, "subject", "s", mail->subject);
  g_variant_dict_insert (&fields, "text", "s", mail->text);
  if (mail->file >= 0) {
    g_autofree char *name = dup_file_name (mail->name);

    g_variant_dict_insert (&fields, "name", "s", name);
    g_variant_dict_insert (&fields, "file", "h", hearth_ctl_letter_get_handle (ctl));
  }
  reply =
      hearth_ctl_letter_call_with_file (ctl, "ComposeMail",
                                        g_variant_new ("(@a{sv})", g_variant_dict_end (&fields)),
                                        mail->file, "(x)", &code);
  if (reply == NULL)
    return code;
  g_variant_get (reply, "(x)", &id);
  sentence = g_strdup_printf (_("Draft %lld saved."), (long long) id);
  return hearth_ctl_letter_tell (ctl, "draft", id, sentence);
}
