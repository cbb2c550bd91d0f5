/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** HEARTH_TURN_FILE_MAX: so many files go with one question at most. */
#define HEARTH_TURN_FILE_MAX 4
/** HEARTH_TURN_FILE_MAX_BYTES: how large a picture or a PDF may be, in bytes. */
#define HEARTH_TURN_FILE_MAX_BYTES (5 * 1024 * 1024)
/** HEARTH_TURN_FILE_MAX_TEXT: how large a text may be, in bytes. */
#define HEARTH_TURN_FILE_MAX_TEXT (64 * 1024)
/** HEARTH_TURN_FILE_MAX_PIXELS: how long the longer side of a picture may be. */
#define HEARTH_TURN_FILE_MAX_PIXELS 1568

/** HearthTurnFileKind: how a service is given a file. */
typedef enum {
  HEARTH_TURN_FILE_NONE,     /* not at all */
  HEARTH_TURN_FILE_TEXT,     /* its words, in the question */
  HEARTH_TURN_FILE_IMAGE,    /* PNG, JPEG, GIF or WebP */
  HEARTH_TURN_FILE_DOCUMENT, /* PDF */
} HearthTurnFileKind;

/**
 * HearthTurnFile:
 *
 * What the owner attached to a question. What is in it may be anybody's words.
 *
 * @name: what it is called; no path, one line
 * @type: its media type, by what is in it
 * @size: bytes
 * @data: (nullable): what is in it; %NULL where only its name was read
 */
typedef struct {
  char *name;
  char *type;
  gsize size;
  GBytes *data;
} HearthTurnFile;

HearthTurnFile    *hearth_turn_file_new       (const char *name, GBytes *data,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthTurnFile    *hearth_turn_file_new_known (const char *name, const char *type, gsize size,
                                               GBytes *data) G_GNUC_WARN_UNUSED_RESULT;
HearthTurnFile    *hearth_turn_file_copy      (const HearthTurnFile *self) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_turn_file_free      (HearthTurnFile *self);
HearthTurnFileKind hearth_turn_file_get_kind  (const HearthTurnFile *self);
const char        *hearth_turn_file_sniff     (const guint8 *data, gsize length);
char              *hearth_turn_file_dup_text  (const HearthTurnFile *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthTurnFile, hearth_turn_file_free)

G_END_DECLS
