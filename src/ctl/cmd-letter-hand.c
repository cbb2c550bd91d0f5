/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "hearth-clock.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-letter.h"
#include "hearth-ctl-made.h"
#include "hearth-ctl-output.h"
#include "hearth-format.h"
#include "hearth-paths.h"
#include "hearth-store-hands.h"

/* The owner's hands. */

#define BLOCK 65536

static const char *called;
static gboolean force;

static gboolean
parse_hand (const char *argument, gint64 *id, HearthCtlExit *code)
{
  if (hearth_ctl_parse_id (argument, id))
    return TRUE;
  *code = hearth_ctl_usage (_("“%s” is not the number of a hand; see hearthctl letter hand list"),
                            argument);
  return FALSE;
}

static GPtrArray *
load_hands (HearthCtl *ctl, HearthCtlExit *code)
{
  g_autoptr (HearthDatabase) db = hearth_ctl_open_store (ctl, code);
  g_autoptr (GError) error = NULL;
  GPtrArray *hands = db != NULL ? hearth_store_hands_list (db, &error) : NULL;

  if (hands == NULL && db != NULL)
    *code = hearth_ctl_fail (error);
  return hands;
}

static void
print_hand (HearthCtl *ctl, const HearthHandRow *hand)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, hand->id);
  g_autofree char *day = hearth_format_day_short (hand->changed, hearth_clock_now ());
  HearthCtlJson json;

  if (!ctl->json) {
    hearth_ctl_print_cell (HEARTH_CTL_DIM, id, 5);
    hearth_ctl_print_cell (HEARTH_CTL_PLAIN, day, 14);
    hearth_ctl_print (HEARTH_CTL_BOLD, hand->name);
    putchar ('\n');
    return;
  }
  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  hearth_ctl_json_number (&json, "id", hand->id);
  hearth_ctl_json_string (&json, "name", hand->name);
  hearth_ctl_json_number (&json, "size", hand->size);
  hearth_ctl_json_time (&json, "created", hand->created);
  hearth_ctl_json_time (&json, "changed", hand->changed);
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

static HearthCtlExit
run_list (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (GPtrArray) hands = load_hands (ctl, &code);

  if (hands == NULL)
    return code;
  for (guint i = 0; i < hands->len; i++)
    print_hand (ctl, g_ptr_array_index (hands, i));
  if (hands->len > 0)
    return HEARTH_CTL_DONE;
  if (!ctl->json)
    fprintf (stderr, "%s\n", _("There is no hand yet. One is written in the panel."));
  return HEARTH_CTL_NOTHING;
}

const HearthCtlCommand hearth_ctl_letter_hand_list = {
  .name = "letter hand list",
  .usage = "",
  .summary = N_("List the hands that letters can be written in"),
  .max_args = 0,
  .run = run_list,
};

static gboolean
write_all (int fd, const char *data, gsize length)
{
  for (gsize done = 0; done < length;) {
    gssize n = write (fd, data + done, length - done);

    if (n < 0 && errno != EINTR)
      return FALSE;
    done += (gsize) MAX (n, 0);
  }
  return TRUE;
}

/* A pipe can be read once only: what is looked at and what is stored is a copy. */
static int
copy_file (const char *path, HearthCtlExit *code)
{
  g_autofree char *block = g_malloc (BLOCK);
  int in = strcmp (path, "-") == 0 ? dup (STDIN_FILENO) : open (path, O_RDONLY | O_CLOEXEC);
  int out = in >= 0 ? hearth_ctl_made_new (code) : -1;
  gssize n = -1;

  for (gsize total = 0; out >= 0 && total <= HEARTH_HAND_MAX_BYTES;) {
    n = read (in, block, BLOCK);
    if (n < 0 && errno == EINTR)
      continue;
    /* What is cut here would be a hand of which some characters are gone. */
    if (n > 0 && !write_all (out, block, (gsize) n))
      n = -1;
    if (n <= 0)
      break;
    total += (gsize) n;
  }
  if (in < 0 || n < 0) {
    fprintf (stderr, "hearthctl: %s: %s\n", path, g_strerror (errno));
    *code = HEARTH_CTL_FAILED;
    if (out >= 0)
      close (out);
    out = -1;
  }
  if (in >= 0)
    close (in);
  return out;
}

static gboolean
has_hand (GPtrArray *hands, const char *name)
{
  for (guint i = 0; i < hands->len; i++) {
    if (strcmp (((HearthHandRow *) hands->pdata[i])->name, name) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Letters find their hand by its name: one that is taken gets a number behind it. */
static char *
dup_free_name (HearthCtl *ctl, const char *wanted, HearthCtlExit *code)
{
  g_autofree char *store = hearth_paths_dup_store (ctl->data_dir);
  g_autoptr (GPtrArray) hands = NULL;
  char *name;

  /* This may be the first thing that is done at all. */
  if (!g_file_test (store, G_FILE_TEST_EXISTS))
    return g_strdup (wanted);
  hands = load_hands (ctl, code);
  if (hands == NULL)
    return NULL;
  name = g_strdup (wanted);
  for (guint n = 2; has_hand (hands, name); n++) {
    g_free (name);
    name = g_strdup_printf ("%s %u", wanted, n);
  }
  return name;
}

static HearthCtlExit
save_hand (HearthCtl *ctl, int file, const char *name)
{
  HearthCtlExit code;
  g_autofree char *sentence = NULL;
  g_autoptr (GVariant) reply =
      hearth_ctl_letter_call_with_file (ctl, "SaveHand",
                                        g_variant_new ("(xsh)", (gint64) 0, name,
                                                       hearth_ctl_letter_get_handle (ctl)),
                                        file, "(x)", &code);
  gint64 id;

  if (reply == NULL)
    return code;
  g_variant_get (reply, "(x)", &id);
  sentence = g_strdup_printf (_("The hand “%s” is here."), name);
  return hearth_ctl_letter_tell (ctl, "id", id, sentence);
}

static HearthCtlExit
import (HearthCtl *ctl, int file)
{
  static const char *const look[] = { "read-hand", NULL };
  g_autoptr (GVariant) reply = NULL;
  g_autofree char *name = NULL;
  HearthCtlExit code;
  const char *own;

  lseek (file, 0, SEEK_SET);
  reply = hearth_ctl_letter_make (ctl, look, file, "(su)", &code);
  if (reply == NULL)
    return code;
  g_variant_get (reply, "(&su)", &own, NULL);
  if (called != NULL)
    own = called;
  name = dup_free_name (ctl, *own != '\0' ? own : _("Handwriting"), &code);
  return name != NULL ? save_hand (ctl, file, name) : code;
}

static const HearthCtlOption import_options[] = {
  { "--name", HEARTH_CTL_OPTION_STRING, &called, N_("What it is called here") },
  { NULL },
};

static HearthCtlExit
run_import (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  int file;

  if (called != NULL && !g_utf8_validate (called, -1, NULL))
    return hearth_ctl_usage (_("“%s” is no name"), called);
  file = copy_file (args[0], &code);
  if (file < 0)
    return code;
  code = import (ctl, file);
  close (file);
  return code;
}

const HearthCtlCommand hearth_ctl_letter_hand_import = {
  .name = "letter hand import",
  .usage = "FILE|- [--name NAME]",
  .summary = N_("Take in a hand from its file"),
  .options = import_options,
  .min_args = 1,
  .max_args = 1,
  .run = run_import,
};

static const HearthCtlOption export_options[] = {
  { "--force", HEARTH_CTL_OPTION_FLAG, &force, N_("Write over a file that is there") },
  { NULL },
};

static HearthCtlExit
run_export (HearthCtl *ctl, char **args)
{
  const char *const make[] = { "write-hand", args[0], NULL };
  g_autoptr (GVariant) reply = NULL;
  HearthCtlExit code;
  gint64 id;
  int file;

  if (!parse_hand (args[0], &id, &code) || !hearth_ctl_made_has_room (args[1], force, &code))
    return code;
  file = hearth_ctl_made_new (&code);
  if (file < 0)
    return code;
  reply = hearth_ctl_letter_make (ctl, make, file, "()", &code);
  if (reply != NULL)
    code = hearth_ctl_made_save (file, args[1], force);
  close (file);
  if (code == HEARTH_CTL_DONE && !ctl->json)
    printf (_("Saved: %s\n"), args[1]);
  return code;
}

const HearthCtlCommand hearth_ctl_letter_hand_export = {
  .name = "letter hand export",
  .usage = "HAND FILE [--force]",
  .summary = N_("Write a hand into a file"),
  .options = export_options,
  .min_args = 2,
  .max_args = 2,
  .run = run_export,
};

static HearthCtlExit
run_rename (HearthCtl *ctl, char **args)
{
  g_autoptr (GVariant) reply = NULL;
  HearthCtlExit code;
  gint64 id;

  if (!parse_hand (args[0], &id, &code))
    return code;
  if (!g_utf8_validate (args[1], -1, NULL))
    return hearth_ctl_usage (_("“%s” is no name"), args[1]);
  reply =
      hearth_ctl_letter_call (ctl, "RenameHand", g_variant_new ("(xs)", id, args[1]), "()", &code);
  if (reply == NULL)
    return code;
  if (!ctl->json)
    puts (_("Renamed; what is written in it follows."));
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_letter_hand_rename = {
  .name = "letter hand rename",
  .usage = "HAND NAME",
  .summary = N_("Call a hand something else, in all that is written in it"),
  .min_args = 2,
  .max_args = 2,
  .run = run_rename,
};

static HearthCtlExit
run_delete (HearthCtl *ctl, char **args)
{
  g_autoptr (GVariant) reply = NULL;
  HearthCtlExit code;
  gint64 id;

  if (!parse_hand (args[0], &id, &code))
    return code;
  reply = hearth_ctl_letter_call (ctl, "RemoveHand", g_variant_new ("(x)", id), "()", &code);
  if (reply == NULL)
    return code;
  if (!ctl->json)
    puts (_("The hand is gone for good."));
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_letter_hand_delete = {
  .name = "letter hand delete",
  .usage = "HAND",
  .summary = N_("Remove a hand for good; letters in it stay, in another face"),
  .min_args = 1,
  .max_args = 1,
  .run = run_delete,
};
