/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-json.h"
#include "hearth-voice-error.h"

G_BEGIN_DECLS

/** The longest line, and the most further data, of one event, in bytes; a list of voices is long. */
#define HEARTH_WYOMING_DATA_MAX (2 * 1024 * 1024)

/** The most sound of one event, in bytes; some voices send a whole sentence at once. */
#define HEARTH_WYOMING_PAYLOAD_MAX (8 * 1024 * 1024)

/**
 * HearthWyomingEvent:
 * @type: what it is: "transcript", "audio-chunk", …
 * @data: (transfer none): what it says; empty where it says nothing
 * @payload: (nullable) (transfer none): its sound
 *
 * An event of the Wyoming protocol: a line of JSON, with what `data_length` and `payload_length` in
 * it announce after it.
 */
typedef struct {
  char *type;
  JsonObject *data;
  GBytes *payload;
} HearthWyomingEvent;

/**
 * HearthWyomingReader:
 *
 * Reads events from the bytes of a connection. What a server announces is believed only as far as
 * an event may go, and memory is taken for nothing that has not come.
 */
typedef struct _HearthWyomingReader HearthWyomingReader;

HearthWyomingReader *hearth_wyoming_reader_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void                 hearth_wyoming_reader_free (HearthWyomingReader *self);
void                 hearth_wyoming_reader_feed (HearthWyomingReader *self, const char *data,
                                                 gsize length);
HearthWyomingEvent  *hearth_wyoming_reader_take (HearthWyomingReader *self,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean             hearth_wyoming_reader_is_between (HearthWyomingReader *self);

void                 hearth_wyoming_event_free  (HearthWyomingEvent *self);
GBytes              *hearth_wyoming_event_build (const char *type, JsonObject *data,
                                                 gconstpointer payload,
                                                 gsize length) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthWyomingEvent, hearth_wyoming_event_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthWyomingReader, hearth_wyoming_reader_free)

G_END_DECLS
