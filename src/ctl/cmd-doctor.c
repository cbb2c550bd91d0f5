/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>

#include "hearth-ctl-daemon.h"
#include "hearth-ctl-health.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-paths.h"
#include "hearth-sandbox.h"
#include "hearth-store-check.h"

/* With less than this free, the next large mail may be the one too many. */
#define LITTLE_ROOM (200 * 1024 * 1024)

#define LABEL_WIDTH 26
#define PORTALS "org.freedesktop.portal.Desktop"

static gboolean thorough;
static gboolean repair;
static const char *report_to;

static const HearthCtlOption options[] = {
  { "--thorough", HEARTH_CTL_OPTION_FLAG, &thorough,
    N_("Compare all of the indexes with what is there, too") },
  { "--repair", HEARTH_CTL_OPTION_FLAG, &repair, N_("Make the indexes for searching anew") },
  { "--report", HEARTH_CTL_OPTION_STRING, &report_to,
    N_("Write a report without personal data to this file") },
  { NULL },
};

const HearthCtlReach hearth_ctl_reaches[] = {
  { "service", HEARTH_DAEMON_NAME, N_("Hearth’s service") },
  { "keyring", "org.freedesktop.secrets", N_("Keyring"), TRUE },
  { "notifications", "org.freedesktop.Notifications", N_("Notifications"), TRUE },
  { "portals", PORTALS, N_("Portals") },
  { "online_accounts", "org.gnome.OnlineAccounts", N_("Online accounts of GNOME") },
  { "calendars", "org.gnome.evolution.dataserver.Sources5", N_("Calendars of the desktop") },
  { NULL },
};

/* Who answers on the bus ------------------------------------------------------------------------
 */

static GStrv
list_names (GDBusConnection *bus, const char *method)
{
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                   "org.freedesktop.DBus", method, NULL, G_VARIANT_TYPE ("(as)"),
                                   G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  GStrv names = NULL;

  if (reply != NULL)
    g_variant_get (reply, "(^as)", &names);
  return names != NULL ? names : g_new0 (char *, 1);
}

/* There, or started when it is needed. */
static void
look_around (HearthCtlHealth *health)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_auto (GStrv) there = NULL;
  g_auto (GStrv) startable = NULL;

  if (bus == NULL)
    return;
  there = list_names (bus, "ListNames");
  startable = list_names (bus, "ListActivatableNames");
  health->reached = g_new0 (gboolean, G_N_ELEMENTS (hearth_ctl_reaches));
  for (guint i = 0; hearth_ctl_reaches[i].name != NULL; i++) {
    const HearthCtlReach *reach = &hearth_ctl_reaches[i];
    const char *name = reach->by_portal && hearth_sandbox_is_flatpak () ? PORTALS : reach->bus_name;

    health->reached[i] = g_strv_contains ((const char *const *) there, name) ||
                         g_strv_contains ((const char *const *) startable, name);
  }
}

/* The store -------------------------------------------------------------------------------------
 */

static void
note_problem (HearthCtlHealth *health, const GError *error)
{
  if (health->problem == NULL)
    health->problem = g_strdup (error->message);
}

static void
look_at_store (HearthCtl *ctl, HearthCtlHealth *health)
{
  g_autofree char *path = hearth_paths_dup_store (ctl->data_dir);
  g_autoptr (GError) error = NULL;
  struct statvfs fs;

  if (statvfs (ctl->data_dir, &fs) == 0)
    health->free_bytes = (guint64) fs.f_bavail * fs.f_frsize;
  health->db = hearth_database_open (path, HEARTH_DATABASE_READER, &error);
  if (health->db == NULL ||
      (health->faults = hearth_store_check (health->db, thorough, &error)) == NULL ||
      !hearth_store_count_strays (health->db, &health->missing_sources, &health->missing_files,
                                  &error))
    note_problem (health, error);
}

/* The full look at the indexes, and their repair, need the one connection that writes. */
static HearthCtlExit
check_indexes (HearthCtl *ctl, HearthCtlHealth *health)
{
  const char *const command[] = { "check", repair ? "1" : "0", NULL };
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  HearthCtlExit code = HEARTH_CTL_DONE;
  gboolean right = TRUE;

  if (ctl->standalone) {
    reply = hearth_ctl_ask_engine (ctl, command, "b", &code);
    if (reply == NULL)
      return code;
    right = g_variant_get_boolean (reply);
  } else {
    bus = hearth_ctl_connect (&error);
    if (bus == NULL)
      return hearth_ctl_fail (error);
    reply =
        hearth_ctl_call (ctl, bus, "CheckIndexes", g_variant_new ("(b)", repair), "(b)", &error);
    if (reply == NULL)
      return hearth_ctl_fail_call (error);
    g_variant_get (reply, "(b)", &right);
  }
  health->indexes_wrong = !right;
  health->repaired = repair && !right;
  return HEARTH_CTL_DONE;
}

static gboolean
is_well (const HearthCtlHealth *health)
{
  if (health->problem != NULL || (health->indexes_wrong && !health->repaired))
    return FALSE;
  for (guint i = 0; health->faults != NULL && i < health->faults->len; i++) {
    const HearthStoreFault *fault = g_ptr_array_index (health->faults, i);

    if (fault->count > 0 && !(fault->mendable && health->repaired))
      return FALSE;
  }
  return TRUE;
}

/* Saying it -------------------------------------------------------------------------------------
 */

static void
print_line (const char *label, const char *text, gboolean bad)
{
  hearth_ctl_print_cell (HEARTH_CTL_DIM, label, LABEL_WIDTH);
  hearth_ctl_print (bad ? HEARTH_CTL_ACCENT : HEARTH_CTL_PLAIN, text);
  putchar ('\n');
}

static void
print_store (const HearthCtlHealth *health)
{
  g_autofree char *version = NULL;
  gboolean any = FALSE;

  if (health->db != NULL) {
    version = g_strdup_printf ("%d", hearth_database_get_version (health->db));
    print_line (_("Version of the store"), version, FALSE);
  }
  for (guint i = 0; health->faults != NULL && i < health->faults->len; i++) {
    const HearthStoreFault *fault = g_ptr_array_index (health->faults, i);

    if (fault->count == 0)
      continue;
    print_line (any ? "" : _("Store"), fault->text, TRUE);
    any = TRUE;
  }
  if (health->problem != NULL)
    print_line (any ? "" : _("Store"), health->problem, TRUE);
  else if (!any)
    print_line (_("Store"), _("in order"), FALSE);
  if (health->repaired)
    print_line (_("Indexes for searching"), _("They were wrong, and are made anew."), FALSE);
  else if (health->indexes_wrong)
    print_line (_("Indexes for searching"),
                _("They do not say what is there. “hearthctl doctor --repair” makes them anew."),
                TRUE);
  else if (thorough || repair)
    print_line (_("Indexes for searching"), _("in order"), FALSE);
}

static void
print_count (const char *label, gint64 n)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, n);

  if (n > 0)
    print_line (label, text, TRUE);
}

static void
print_rest (HearthCtl *ctl, const HearthCtlHealth *health)
{
  g_autofree char *room = g_format_size (health->free_bytes);
  g_autofree char *size = NULL;
  guint n_files = 0;

  size = g_format_size (hearth_ctl_report_measure (ctl->data_dir, &n_files));
  print_line (_("Data folder"), ctl->data_dir, FALSE);
  print_line (_("Size"), size, FALSE);
  print_line (_("Free on its disk"), room, health->free_bytes < LITTLE_ROOM);
  print_count (_("Sources not there"), health->missing_sources);
  print_count (_("Attachments not there"), health->missing_files);
  if (health->reached == NULL)
    print_line (_("Session bus"), _("not there"), TRUE);
  for (guint i = 0; health->reached != NULL && hearth_ctl_reaches[i].name != NULL; i++)
    print_line (_ (hearth_ctl_reaches[i].label),
                health->reached[i] ? _("reachable") : _("not there"), !health->reached[i]);
}

/* What is there already is not written over. */
static HearthCtlExit
write_report (HearthCtl *ctl, const HearthCtlHealth *health)
{
  g_autofree char *report = hearth_ctl_report_make (ctl, health);
  FILE *file;
  gboolean ok;

  if (strcmp (report_to, "-") == 0) {
    fputs (report, stdout);
    return HEARTH_CTL_DONE;
  }
  file = fopen (report_to, "wxe");
  ok = file != NULL && fputs (report, file) >= 0;
  if (file == NULL || fclose (file) != 0 || !ok) {
    fprintf (stderr, "hearthctl: %s: %s\n", report_to, g_strerror (errno));
    return HEARTH_CTL_FAILED;
  }
  if (!ctl->json)
    printf (_("The report is in %s. It says nothing of you, your mail or whom you know; look for "
               "yourself.\n"),
            report_to);
  return HEARTH_CTL_DONE;
}

static HearthCtlExit
tell (HearthCtl *ctl, const HearthCtlHealth *health)
{
  if (report_to != NULL && write_report (ctl, health) != HEARTH_CTL_DONE)
    return HEARTH_CTL_FAILED;
  if (ctl->json && g_strcmp0 (report_to, "-") != 0) {
    g_autofree char *report = hearth_ctl_report_make (ctl, health);

    fputs (report, stdout);
  } else if (report_to == NULL) {
    print_store (health);
    print_rest (ctl, health);
  }
  return is_well (health) ? HEARTH_CTL_DONE : HEARTH_CTL_FAILED;
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  g_autofree char *path = hearth_paths_dup_store (ctl->data_dir);
  HearthCtlHealth health = { 0 };
  HearthCtlExit code = HEARTH_CTL_DONE;

  if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    fprintf (stderr, "hearthctl: %s\n", _("There is no store yet."));
    return HEARTH_CTL_NOTHING;
  }
  look_at_store (ctl, &health);
  look_around (&health);
  /* What cannot be opened is not compared either. */
  if ((thorough || repair) && health.db != NULL)
    code = check_indexes (ctl, &health);
  if (code == HEARTH_CTL_DONE)
    code = tell (ctl, &health);
  g_clear_object (&health.db);
  g_clear_pointer (&health.faults, g_ptr_array_unref);
  g_free (health.problem);
  g_free (health.reached);
  return code;
}

const HearthCtlCommand hearth_ctl_doctor = {
  .name = "doctor",
  .usage = "[--thorough] [--repair] [--report FILE]",
  .summary = N_("Look whether all is well, and repair the indexes for searching"),
  .options = options,
  .run = run,
};
