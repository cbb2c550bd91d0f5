/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "hearth-ctl-daemon.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"

#define DEFAULT_DAYS 30
#define POLL_US (100 * 1000)
#define COUNT_WIDTH 8

static const char *older_than;
static GPtrArray *archive;

static const HearthCtlOption options[] = {
  { "--older-than", HEARTH_CTL_OPTION_STRING, &older_than,
    N_("What is old: 30d (if not said), 8w, 6m or 2y") },
  { "--archive", HEARTH_CTL_OPTION_LIST, &archive,
    N_("Archive the mail of a group, by its key; may be given several times") },
  { NULL },
};

static gboolean
parse_days (const char *text, guint *days)
{
  static const struct {
    char unit;
    guint days;
  } units[] = { { 'd', 1 }, { 'w', 7 }, { 'm', 30 }, { 'y', 365 }, { '\0', 1 } };
  char *end;
  guint64 n = g_ascii_strtoull (text, &end, 10);

  if (end == text || n == 0 || n > 36500 || (*end != '\0' && end[1] != '\0'))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (units); i++) {
    if (*end == units[i].unit) {
      *days = (guint) n * units[i].days;
      return *days <= 36500;
    }
  }
  return FALSE;
}

/* Runs the engine without a bus. */
static GVariant *
call_engine (HearthCtl *ctl, guint days, const char *type, HearthCtlExit *code)
{
  g_autofree char *number = g_strdup_printf ("%u", days);
  g_autoptr (GPtrArray) command = g_ptr_array_new ();

  g_ptr_array_add (command, (gpointer) "review");
  g_ptr_array_add (command, number);
  for (guint i = 0; archive != NULL && i < archive->len; i++)
    g_ptr_array_add (command, g_ptr_array_index (archive, i));
  g_ptr_array_add (command, NULL);
  return hearth_ctl_ask_engine (ctl, (const char *const *) command->pdata, type, code);
}

static GVariant *
call (HearthCtl *ctl, GDBusConnection *bus, const char *method, GVariant *parameters,
      const char *type, HearthCtlExit *code)
{
  g_autoptr (GVariant) sunk = g_variant_ref_sink (parameters);
  g_autoptr (GError) error = NULL;
  GVariant *reply = hearth_ctl_call (ctl, bus, method, sunk, type, &error);

  if (reply == NULL)
    *code = hearth_ctl_fail_call (error);
  return reply;
}

static void
show_progress (GVariant *reply)
{
  g_autoptr (GVariant) state = g_variant_get_child_value (reply, 0);
  guint64 done = 0, total = 0;

  if (!hearth_ctl_is_terminal ())
    return;
  g_variant_lookup (state, "done", "t", &done);
  g_variant_lookup (state, "total", "t", &total);
  fprintf (stderr, "\r");
  /* Translators: how many mails were looked at, and how many there are */
  fprintf (stderr, _("%llu of %llu mails"), (unsigned long long) done, (unsigned long long) total);
  fprintf (stderr, "\r");
}

/* Has the service look through it and waits. */
static GVariant *
review (HearthCtl *ctl, GDBusConnection *bus, guint days, HearthCtlExit *code)
{
  g_autoptr (GVariant) started =
      call (ctl, bus, "StartReview", g_variant_new ("(u)", days), "()", code);

  if (started == NULL)
    return NULL;
  for (;;) {
    g_autoptr (GVariant) reply =
        call (ctl, bus, "ReviewGroups", g_variant_new ("()"), "(a{sv}aa{sv})", code);
    g_autoptr (GVariant) state = reply != NULL ? g_variant_get_child_value (reply, 0) : NULL;
    const char *name = "";
    const char *problem = "";

    if (reply == NULL)
      return NULL;
    g_variant_lookup (state, "state", "&s", &name);
    if (strcmp (name, "done") == 0)
      return g_steal_pointer (&reply);
    if (strcmp (name, "running") != 0) {
      g_variant_lookup (state, "problem", "&s", &problem);
      fprintf (stderr, "hearthctl: %s\n",
               *problem != '\0' ? problem : _("the review was cancelled."));
      *code = HEARTH_CTL_FAILED;
      return NULL;
    }
    show_progress (reply);
    g_usleep (POLL_US);
  }
}

static void
print_sample_json (HearthCtlJson *json, gint64 id, gint64 date, const char *subject)
{
  hearth_ctl_json_open (json, NULL, '{');
  hearth_ctl_json_number (json, "id", id);
  hearth_ctl_json_time (json, "date", date);
  hearth_ctl_json_string (json, "subject", subject);
  hearth_ctl_json_close (json, '}');
}

static void
print_group_json (GVariant *group)
{
  static const char *const texts[] = { "section", "key", "title", "address", "reason" };
  static const char *const numbers[] = { "count", "read", "list-message" };
  g_autoptr (GVariantIter) samples = NULL;
  HearthCtlJson json;
  gint64 id, date, number;
  const char *text;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    text = NULL;
    g_variant_lookup (group, texts[i], "&s", &text);
    hearth_ctl_json_string (&json, texts[i], text);
  }
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++) {
    g_autofree char *name = g_strdelimit (g_strdup (numbers[i]), "-", '_');

    number = 0;
    g_variant_lookup (group, numbers[i], "x", &number);
    hearth_ctl_json_number (&json, name, number);
  }
  for (guint i = 0; i < 2; i++) {
    const char *name = i == 0 ? "newest" : "oldest";

    date = 0;
    g_variant_lookup (group, name, "x", &date);
    hearth_ctl_json_time (&json, name, date);
  }
  hearth_ctl_json_open (&json, "samples", '[');
  if (g_variant_lookup (group, "samples", "a(xxs)", &samples)) {
    while (g_variant_iter_next (samples, "(xx&s)", &id, &date, &text))
      print_sample_json (&json, id, date, text);
  }
  hearth_ctl_json_close (&json, ']');
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

static void
print_group (GVariant *group)
{
  g_autoptr (GVariantIter) samples = NULL;
  const char *title = "", *reason = "", *key = "", *subject;
  g_autofree char *number = NULL;
  gint64 count = 0, id, date;

  g_variant_lookup (group, "title", "&s", &title);
  g_variant_lookup (group, "reason", "&s", &reason);
  g_variant_lookup (group, "key", "&s", &key);
  g_variant_lookup (group, "count", "x", &count);
  number = g_strdup_printf ("%" G_GINT64_FORMAT, count);
  hearth_ctl_print_cell (HEARTH_CTL_BOLD, number, COUNT_WIDTH);
  hearth_ctl_print (HEARTH_CTL_PLAIN, title);
  fputs (" · ", stdout);
  hearth_ctl_print (HEARTH_CTL_DIM, reason);
  printf ("\n%*s", COUNT_WIDTH, "");
  hearth_ctl_print (HEARTH_CTL_DIM, key);
  putchar ('\n');
  if (!g_variant_lookup (group, "samples", "a(xxs)", &samples))
    return;
  while (g_variant_iter_next (samples, "(xx&s)", &id, &date, &subject)) {
    printf ("%*s· ", COUNT_WIDTH, "");
    hearth_ctl_print_cut (HEARTH_CTL_PLAIN, subject, 66);
    putchar ('\n');
  }
}

static HearthCtlExit
print_groups (HearthCtl *ctl, GVariant *reply)
{
  static const struct {
    const char *section;
    const char *title;
  } sections[] = { { "unsubscribe", N_("Lists to leave") },
                   { "archive", N_("To archive") },
                   { "keep", N_("To keep") } };
  g_autoptr (GVariant) groups = g_variant_get_child_value (reply, 1);
  gsize n = g_variant_n_children (groups);

  for (guint k = 0; k < G_N_ELEMENTS (sections); k++) {
    gboolean first = TRUE;

    for (gsize i = 0; i < n; i++) {
      g_autoptr (GVariant) group = g_variant_get_child_value (groups, i);
      const char *section = "";

      g_variant_lookup (group, "section", "&s", &section);
      if (strcmp (section, sections[k].section) != 0)
        continue;
      if (ctl->json) {
        print_group_json (group);
        continue;
      }
      if (first) {
        hearth_ctl_print (HEARTH_CTL_ACCENT, _ (sections[k].title));
        putchar ('\n');
      }
      first = FALSE;
      print_group (group);
    }
  }
  if (n == 0 && !ctl->json)
    puts (_("There is no old mail to look through."));
  return n == 0 ? HEARTH_CTL_NOTHING : HEARTH_CTL_DONE;
}

static HearthCtlExit
print_action (HearthCtl *ctl, gint64 action)
{
  if (ctl->json)
    printf ("{\"action\":%" G_GINT64_FORMAT "}\n", action);
  else
    printf (_("Done. “hearthctl undo %lld” takes it back.\n"), (long long) action);
  return HEARTH_CTL_DONE;
}

static HearthCtlExit
run_standalone (HearthCtl *ctl, guint days)
{
  HearthCtlExit code = HEARTH_CTL_DONE;
  g_autoptr (GVariant) reply =
      call_engine (ctl, days, archive != NULL ? "x" : "(a{sv}aa{sv})", &code);

  if (reply == NULL)
    return code;
  return archive != NULL ? print_action (ctl, g_variant_get_int64 (reply))
                         : print_groups (ctl, reply);
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) archived = NULL;
  g_autoptr (GError) error = NULL;
  HearthCtlExit code = HEARTH_CTL_DONE;
  guint days = DEFAULT_DAYS;
  gint64 action;

  if (older_than != NULL && !parse_days (older_than, &days))
    return hearth_ctl_usage (_("“%s” is no age; say for example 30d, 8w, 6m or 2y"), older_than);
  if (ctl->standalone)
    return run_standalone (ctl, days);
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  reply = review (ctl, bus, days, &code);
  if (reply == NULL)
    return code;
  if (archive == NULL)
    return print_groups (ctl, reply);
  g_ptr_array_add (archive, NULL);
  archived =
      call (ctl, bus, "ArchiveReviewed", g_variant_new ("(^as)", archive->pdata), "(x)", &code);
  if (archived == NULL)
    return code;
  g_variant_get (archived, "(x)", &action);
  return print_action (ctl, action);
}

const HearthCtlCommand hearth_ctl_mail_review = {
  .name = "mail review",
  .usage = "[--older-than 30d] [--archive KEY]…",
  .summary = N_("Sort old mail into groups: lists to leave, to archive, to keep"),
  .options = options,
  .run = run,
};
