/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-demo.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

/* The demo account: an ordinary Maildir and ordinary .ics files, written from the templates of
 * data/demo with dates around today, so that everything above reads them as it reads any other.
 *
 * A stamp says for which day, zone and templates they were made. While it holds, nothing is
 * touched, and so flags and moves of the day stay. On another day all is made anew beside the old
 * and then put in its place. */

#define STAMP_FILE "demo-made-for"
#define MAILDIR_FLAGS "DFPRST" /* in the order in which the format wants them */

typedef struct {
  const char *templates_dir;
  char *files_dir;    /* (owned) */
  char *mail_dir;     /* (owned): the Maildir in the making */
  char *calendar_dir; /* (owned): the calendar in the making */
  GDateTime *now;
  guint serial;
} Writer;

static void
writer_clear (Writer *self)
{
  g_clear_pointer (&self->files_dir, g_free);
  g_clear_pointer (&self->mail_dir, g_free);
  g_clear_pointer (&self->calendar_dir, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writer, writer_clear)

static gboolean
make_dir (const char *path, GError **error)
{
  if (g_mkdir_with_parents (path, 0700) == 0)
    return TRUE;
  g_set_error (error, HEARTH_DEMO_ERROR, HEARTH_DEMO_ERROR_WRITE,
               "The folder “%s” for the demo account cannot be made: %s", path, g_strerror (errno));
  return FALSE;
}

static gboolean
write_file (const char *path, const char *contents, GDateTime *moment, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (!g_file_set_contents_full (path, contents, -1, G_FILE_SET_CONTENTS_NONE, 0600,
                                 &local_error)) {
    g_set_error (error, HEARTH_DEMO_ERROR, HEARTH_DEMO_ERROR_WRITE,
                 "“%s” of the demo account cannot be written: %s", path, local_error->message);
    return FALSE;
  }
  if (moment != NULL) {
    struct utimbuf times = { 0 };

    times.actime = times.modtime = g_date_time_to_unix (moment);
    g_utime (path, &times);
  }
  return TRUE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Names in a stable order: they number the letters. */
static GPtrArray *
list_dir (const char *path, const char *suffix, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (path, 0, &local_error);
  const char *name;

  if (dir == NULL) {
    g_set_error (error, HEARTH_DEMO_ERROR, HEARTH_DEMO_ERROR_TEMPLATE,
                 "The demo account's templates “%s” cannot be read: %s", path,
                 local_error->message);
    return NULL;
  }
  while ((name = g_dir_read_name (dir)) != NULL)
    if (*name != '.' && g_str_has_suffix (name, suffix))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return g_steal_pointer (&names);
}

static gboolean
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  /* A link is removed, never followed. */
  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK) && g_file_test (path, G_FILE_TEST_IS_DIR)) {
    dir = g_dir_open (path, 0, NULL);
    while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (!remove_tree (child))
        return FALSE;
    }
  }
  return g_remove (path) == 0 || errno == ENOENT;
}

/* “04-venue.RS.eml” is answered and seen; a name without a second part is an unread letter. */
static char *
dup_flags (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, ".", 3);
  g_autoptr (GString) flags = g_string_new (NULL);

  if (g_strv_length (parts) == 3)
    for (const char *flag = MAILDIR_FLAGS; *flag != '\0'; flag++)
      if (strchr (parts[1], *flag) != NULL)
        g_string_append_c (flags, *flag);
  return g_string_free (g_steal_pointer (&flags), FALSE);
}

static char *
expand_file (Writer *self, const char *path, GDateTime **sent, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *expanded = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!g_file_get_contents (path, &text, NULL, &local_error)) {
    g_set_error (error, HEARTH_DEMO_ERROR, HEARTH_DEMO_ERROR_TEMPLATE,
                 "The demo account's template “%s” cannot be read: %s", path, local_error->message);
    return NULL;
  }
  expanded = hearth_demo_template_expand (text, self->now, self->files_dir, sent, error);
  if (expanded == NULL)
    g_prefix_error (error, "%s: ", path);
  return g_steal_pointer (&expanded);
}

static gboolean
write_letter (Writer *self, const char *template_path, const char *folder, GError **error)
{
  g_autofree char *base = g_path_get_basename (template_path);
  g_autofree char *flags = dup_flags (base);
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GDateTime) sent = NULL;

  text = expand_file (self, template_path, &sent, error);
  if (text == NULL)
    return FALSE;
  if (sent == NULL) {
    g_set_error (error, HEARTH_DEMO_ERROR, HEARTH_DEMO_ERROR_TEMPLATE,
                 "The demo account's letter “%s” has no Date with a marker", template_path);
    return FALSE;
  }
  name =
      g_strdup_printf ("%" G_GINT64_FORMAT ".M%06uP1.hearth-demo%s%s", g_date_time_to_unix (sent),
                       ++self->serial, *flags != '\0' ? ":2," : "", flags);
  path = g_build_filename (folder, *flags != '\0' ? "cur" : "new", name, NULL);
  return write_file (path, text, sent, error);
}

/* Maildir++: the top folder is the inbox, the others are folders whose names begin with a dot. */
static gboolean
write_folder (Writer *self, const char *name, GError **error)
{
  const char *const parts[] = { "cur", "new", "tmp" };
  g_autofree char *templates = g_build_filename (self->templates_dir, "mail", name, NULL);
  g_autofree char *dotted = g_strconcat (".", name, NULL);
  gboolean is_inbox = g_str_equal (name, "INBOX");
  g_autofree char *folder = g_build_filename (self->mail_dir, is_inbox ? NULL : dotted, NULL);
  g_autoptr (GPtrArray) letters = list_dir (templates, ".eml", error);

  if (letters == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autofree char *part = g_build_filename (folder, parts[i], NULL);

    if (!make_dir (part, error))
      return FALSE;
  }
  if (!is_inbox) {
    g_autofree char *mark = g_build_filename (folder, "maildirfolder", NULL);

    if (!write_file (mark, "", NULL, error))
      return FALSE;
  }
  for (guint i = 0; i < letters->len; i++) {
    g_autofree char *path = g_build_filename (templates, letters->pdata[i], NULL);

    if (!write_letter (self, path, folder, error))
      return FALSE;
  }
  return TRUE;
}

/* Lines of iCalendar end in CR LF and are folded after 75 octets, RFC 5545, section 3.1. */
static char *
fold_ical (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gsize column = 0;

  while (*text != '\0') {
    const char *next = g_utf8_next_char (text);

    if (*text == '\n') {
      g_string_append (out, "\r\n");
      column = 0;
    } else {
      if (column + (next - text) > 75) {
        g_string_append (out, "\r\n ");
        column = 1;
      }
      g_string_append_len (out, text, next - text);
      column += next - text;
    }
    text = next;
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static gboolean
write_calendar (Writer *self, GError **error)
{
  g_autofree char *templates = g_build_filename (self->templates_dir, "calendar", NULL);
  g_autoptr (GPtrArray) names = list_dir (templates, ".ics", error);

  if (names == NULL || !make_dir (self->calendar_dir, error))
    return FALSE;
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *from = g_build_filename (templates, names->pdata[i], NULL);
    g_autofree char *to = g_build_filename (self->calendar_dir, names->pdata[i], NULL);
    g_autofree char *text = expand_file (self, from, NULL, error);
    g_autofree char *folded = NULL;

    if (text == NULL)
      return FALSE;
    folded = fold_ical (text);
    if (!write_file (to, folded, NULL, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_mail (Writer *self, GError **error)
{
  g_autofree char *templates = g_build_filename (self->templates_dir, "mail", NULL);
  g_autoptr (GPtrArray) folders = list_dir (templates, "", error);

  if (folders == NULL)
    return FALSE;
  for (guint i = 0; i < folders->len; i++)
    if (!write_folder (self, folders->pdata[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
put_in_place (const char *made, const char *place, GError **error)
{
  if (remove_tree (place) && g_rename (made, place) == 0)
    return TRUE;
  g_set_error (error, HEARTH_DEMO_ERROR, HEARTH_DEMO_ERROR_WRITE,
               "The demo account's folder “%s” cannot be replaced: %s", place, g_strerror (errno));
  return FALSE;
}

static char *
dup_stamp (Writer *self)
{
  g_autofree char *day = g_date_time_format (self->now, "%F");

  return g_strdup_printf ("%s %s %s\n%s\n", day,
                          g_time_zone_get_identifier (g_date_time_get_timezone (self->now)),
                          HEARTH_VERSION, self->templates_dir);
}

/**
 * hearth_demo_write:
 * @templates_dir: the folder with the templates, see data/demo/README.md
 * @target_dir: the demo's own data folder; it is made if it is missing
 * @now: the present, in the owner's zone
 *
 * Makes the demo account: a Maildir in "mail" and iCalendar files in "calendar" below @target_dir.
 * Called again on the same day it changes nothing; on another day, in another zone or with a newer
 * Hearth both folders are made anew with dates around that day.
 *
 * Returns: whether the account is there; else an error in the domain HEARTH_DEMO_ERROR
 */
gboolean
hearth_demo_write (const char *templates_dir, const char *target_dir, GDateTime *now,
                   GError **error)
{
  g_auto (Writer) self = { .templates_dir = templates_dir, .now = now };
  g_autofree char *mail_place = g_build_filename (target_dir, "mail", NULL);
  g_autofree char *calendar_place = g_build_filename (target_dir, "calendar", NULL);
  g_autofree char *stamp_path = g_build_filename (target_dir, STAMP_FILE, NULL);
  g_autofree char *stamp = dup_stamp (&self);
  g_autofree char *old_stamp = NULL;

  if (g_file_test (mail_place, G_FILE_TEST_IS_DIR) &&
      g_file_test (calendar_place, G_FILE_TEST_IS_DIR) &&
      g_file_get_contents (stamp_path, &old_stamp, NULL, NULL) && g_str_equal (stamp, old_stamp))
    return TRUE;

  self.files_dir = g_build_filename (templates_dir, "files", NULL);
  self.mail_dir = g_build_filename (target_dir, ".mail-in-the-making", NULL);
  self.calendar_dir = g_build_filename (target_dir, ".calendar-in-the-making", NULL);
  remove_tree (self.mail_dir);
  remove_tree (self.calendar_dir);
  if (!make_dir (target_dir, error) || !write_mail (&self, error) || !write_calendar (&self, error))
    return FALSE;
  /* Without a stamp the next call makes all anew, should this one be cut off here. */
  g_remove (stamp_path);
  return put_in_place (self.mail_dir, mail_place, error) &&
         put_in_place (self.calendar_dir, calendar_place, error) &&
         write_file (stamp_path, stamp, NULL, error);
}
