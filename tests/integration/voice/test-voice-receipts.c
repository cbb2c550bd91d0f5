/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-receipts.h"
#include "hearth-voice-receipts.h"

#include <glib/gstdio.h>

/* What hearth-voice says it sent is kept, as what hearthd sends itself. */

static GVariant *
new_sent (const char *host, guint64 sent, guint64 told)
{
  return g_variant_new ("(sttttx)", host, sent, (guint64) 900, told, (guint64) 800, (gint64) 0);
}

static gboolean
take (HearthEngine *engine, const char *signal, GVariant *parameters)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (parameters);

  return hearth_voice_receipts_take (engine, signal, owned);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_tree (child);
  }
  g_remove (path);
}

static void
test_kept (void)
{
  g_autofree char *folder = g_dir_make_tmp ("hearth-XXXXXX", NULL);
  g_autofree char *data = g_build_filename (folder, "data", NULL);
  g_autoptr (GError) error = NULL;
  HearthEngine *engine = hearth_engine_new (data, &error);
  g_autofree char *long_host = g_strnfill (300, 'h');

  g_assert_no_error (error);
  g_assert_false (take (engine, "Spoken", g_variant_new ("(tu)", (guint64) 1, 2)));
  g_assert_true (take (engine, "Sent", new_sent ("voice.example", 1000, 700)));
  g_assert_true (take (engine, "Sent", new_sent ("voice.example", 500, 300)));
  /* What does not leave this computer counts for nothing. */
  g_assert_true (take (engine, "Sent", new_sent ("127.0.0.1", 7000, 7000)));
  /* Nor does what is no such thing. */
  g_assert_true (take (engine, "Sent", new_sent ("", 5, 5)));
  g_assert_true (take (engine, "Sent", new_sent (long_host, 5, 5)));
  g_assert_true (take (engine, "Sent", g_variant_new ("(s)", "voice.example")));
  g_assert_cmpuint (hearth_engine_get_bytes_sent_today (engine, HEARTH_TRAFFIC_VOICE), ==, 1500);
  g_assert_cmpuint (hearth_engine_get_bytes_sent_today (engine, HEARTH_TRAFFIC_ANSWERS), ==, 0);
  hearth_engine_stop (engine);
  g_object_unref (engine);
  remove_tree (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/voice-receipts/kept", test_kept);
  return g_test_run ();
}
