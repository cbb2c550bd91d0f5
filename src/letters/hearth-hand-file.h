/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-hand.h"

G_BEGIN_DECLS

/**
 * A hand as a file, ".hearth-hand", JSON in UTF-8 (RFC 8259):
 *
 * |[
 * { "format": "hearth-hand", "version": 1, "name": "Anna", "pen": "fountain", "joined": true,
 *   "glyphs": [ { "text": "a", "samples": [
 *     { "advance": 1.1, "strokes": [ [ 0.9, 0.95, 0.5, 0, 0.85, 0.97, 0.52, 0.01 ] ] } ] } ] }
 * ]|
 *
 * A stroke is the x, y, pressure and time of each of its points, in the units of #HearthHandPoint.
 * "pen" is "ballpoint", "fountain", "felt" or "pencil". Members that are not known are passed over;
 * a later version is refused. What a reader takes is bounded by HEARTH_HAND_MAX_….
 */

/** HEARTH_HAND_FILE_MAX_BYTES: how large a file may be. */
#define HEARTH_HAND_FILE_MAX_BYTES (8 * 1024 * 1024)

HearthHand *hearth_hand_file_read  (GBytes *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes     *hearth_hand_file_write (const HearthHand *hand) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
