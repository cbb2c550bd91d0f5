/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-hand-file.h"
#include "synthetic-hand.h"

/* Writes the file of a handwriting that was never anybody's, for tests of programs. */
int
main (int argc, char *argv[])
{
  g_autoptr (HearthHand) hand = synthetic_hand_new (TRUE, HEARTH_PEN_FOUNTAIN);
  g_autoptr (GBytes) bytes = hearth_hand_file_write (hand);
  g_autoptr (GError) error = NULL;

  if (argc == 2 && g_file_set_contents (argv[1], g_bytes_get_data (bytes, NULL),
                                        (gssize) g_bytes_get_size (bytes), &error))
    return 0;
  g_printerr ("%s\n", error != NULL ? error->message : "write-synthetic-hand FILE");
  return 1;
}
