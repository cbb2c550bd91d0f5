/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "hearth-ctl-letter.h"
#include "hearth-ctl-made.h"
#include "hearth-ctl-set.h"

/* A letter on paper: as files, and on the owner's printer. */

static gint64 page;
static gboolean force;
static gboolean envelope;
static const char *printer;

#define ENVELOPE_OPTION                                                                            \
  {                                                                                                \
    "--envelope", HEARTH_CTL_OPTION_FLAG, &envelope, N_("Its envelope, with both addresses")      \
  }

/* What hearth-letter is told to set, at the end of its arguments. */
static const char *
get_sheet (void)
{
  return envelope ? "envelope" : NULL;
}

static const HearthCtlOption pdf_options[] = {
  ENVELOPE_OPTION,
  { "--force", HEARTH_CTL_OPTION_FLAG, &force, N_("Write over a file that is there") },
  { NULL },
};

static HearthCtlExit
run_pdf (HearthCtl *ctl, char **args)
{
  const char *const make[] = { "pdf", args[0], get_sheet (), NULL };
  HearthCtlSet set;
  HearthCtlExit code;

  if (!hearth_ctl_set_check_letter (args[0], &code) ||
      !hearth_ctl_made_has_room (args[1], force, &code) ||
      !hearth_ctl_set_make (ctl, make, &set, &code))
    return code;
  code = hearth_ctl_made_save (set.file, args[1], force);
  if (code == HEARTH_CTL_DONE)
    hearth_ctl_set_tell (ctl, &set, args[1]);
  hearth_ctl_set_clear (&set);
  return code;
}

const HearthCtlCommand hearth_ctl_letter_pdf = {
  .name = "letter pdf",
  .usage = "ID FILE [--envelope] [--force]",
  .summary = N_("Set a letter on its paper, as a PDF"),
  .options = pdf_options,
  .min_args = 2,
  .max_args = 2,
  .run = run_pdf,
};

/* "letter.svg" is "letter-2.svg" for the second of several pages. */
static char *
dup_page_path (const char *path, guint number)
{
  const char *name = strrchr (path, '/');
  const char *dot = strrchr (name != NULL ? name : path, '.');

  if (dot == NULL)
    dot = path + strlen (path);
  return g_strdup_printf ("%.*s-%u%s", (int) (dot - path), path, number, dot);
}

static HearthCtlExit
save_page (HearthCtl *ctl, const char *id, guint number, const char *path)
{
  g_autofree char *text = g_strdup_printf ("%u", number);
  const char *const make[] = { "svg", id, text, get_sheet (), NULL };
  HearthCtlSet set;
  HearthCtlExit code;

  if (!hearth_ctl_set_make (ctl, make, &set, &code))
    return code;
  code = hearth_ctl_made_save (set.file, path, force);
  if (code == HEARTH_CTL_DONE)
    hearth_ctl_set_tell (ctl, &set, path);
  hearth_ctl_set_clear (&set);
  return code;
}

/* All of the places are looked at before anything is written. */
static HearthCtlExit
save_pages (HearthCtl *ctl, char **args, guint n_pages)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  HearthCtlExit code = HEARTH_CTL_DONE;

  for (guint i = 1; i <= n_pages; i++) {
    char *path = n_pages > 1 ? dup_page_path (args[1], i) : g_strdup (args[1]);

    g_ptr_array_add (paths, path);
    if (!hearth_ctl_made_has_room (path, force, &code))
      return code;
  }
  for (guint i = 0; i < paths->len && code == HEARTH_CTL_DONE; i++)
    code = save_page (ctl, args[0], i + 1, g_ptr_array_index (paths, i));
  return code;
}

static const HearthCtlOption svg_options[] = {
  ENVELOPE_OPTION,
  { "--page", HEARTH_CTL_OPTION_NUMBER, &page, N_("That page; all if not said") },
  { "--force", HEARTH_CTL_OPTION_FLAG, &force, N_("Write over a file that is there") },
  { NULL },
};

static HearthCtlExit
run_svg (HearthCtl *ctl, char **args)
{
  const char *const look[] = { "svg", args[0], "1", get_sheet (), NULL };
  HearthCtlSet set;
  HearthCtlExit code;

  if (!hearth_ctl_set_check_letter (args[0], &code))
    return code;
  if (page > 0)
    return hearth_ctl_made_has_room (args[1], force, &code)
               ? save_page (ctl, args[0], (guint) MIN (page, G_MAXINT), args[1])
               : code;
  if (!hearth_ctl_set_make (ctl, look, &set, &code))
    return code;
  code = save_pages (ctl, args, set.n_pages);
  hearth_ctl_set_clear (&set);
  return code;
}

const HearthCtlCommand hearth_ctl_letter_svg = {
  .name = "letter svg",
  .usage = "ID FILE [--page N] [--envelope] [--force]",
  .summary = N_("Set a letter on its paper, each page as an SVG"),
  .options = svg_options,
  .min_args = 2,
  .max_args = 2,
  .run = run_svg,
};

/* The names of jobs are shown to others: they do not say whom a letter is to. */
static HearthCtlExit
print_file (const char *lp, int file)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  const char *const argv[] = { lp, "-t", "Hearth", printer != NULL ? "-d" : NULL, printer, NULL };
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  lseek (file, 0, SEEK_SET);
  g_subprocess_launcher_take_stdin_fd (launcher, dup (file));
  process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  if (process != NULL && g_subprocess_wait_check (process, NULL, &error))
    return HEARTH_CTL_DONE;
  fprintf (stderr, _("hearthctl: this could not be printed: %s\n"), error->message);
  return HEARTH_CTL_FAILED;
}

static const HearthCtlOption print_options[] = {
  ENVELOPE_OPTION,
  { "--printer", HEARTH_CTL_OPTION_STRING, &printer,
    N_("That printer; the usual one if not said") },
  { NULL },
};

static HearthCtlExit
run_print (HearthCtl *ctl, char **args)
{
  const char *const make[] = { "pdf", args[0], get_sheet (), NULL };
  g_autofree char *lp = g_find_program_in_path ("lp");
  HearthCtlSet set;
  HearthCtlExit code;

  if (!hearth_ctl_set_check_letter (args[0], &code))
    return code;
  if (lp == NULL) {
    fprintf (
        stderr, "hearthctl: %s\n",
        _("there is no program “lp” that prints here. Make a PDF with “hearthctl letter pdf”, "
           "and print that."));
    return HEARTH_CTL_FAILED;
  }
  if (!hearth_ctl_set_make (ctl, make, &set, &code))
    return code;
  code = print_file (lp, set.file);
  if (code == HEARTH_CTL_DONE)
    hearth_ctl_set_tell (ctl, &set, NULL);
  hearth_ctl_set_clear (&set);
  return code;
}

const HearthCtlCommand hearth_ctl_letter_print = {
  .name = "letter print",
  .usage = "ID [--envelope] [--printer NAME]",
  .summary = N_("Print a letter"),
  .options = print_options,
  .min_args = 1,
  .max_args = 1,
  .run = run_print,
};
