/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-label.h"

#include <glib-object.h>

G_BEGIN_DECLS

/** HearthMemoryState: whether a memory holds. Its numbers stand in the store. */
typedef enum {
  HEARTH_MEMORY_PROPOSED, /* waits for the owner's yes; used for nothing */
  HEARTH_MEMORY_ACTIVE,
} HearthMemoryState;

/** HEARTH_MEMORY_OWNER: the subject of what is about the owner. */
#define HEARTH_MEMORY_OWNER "owner"

/**
 * HEARTH_MEMORY_MAX_TEXT:
 *
 * The longest text and the longest quote of a memory, in characters; a profile may be four times as
 * long.
 */
#define HEARTH_MEMORY_MAX_TEXT 500

/**
 * HearthMemory:
 *
 * Something that is remembered of the owner and their people.
 *
 * @id: row
 * @kind: "fact", "preference", "person", "habit" or "profile" (the owner's own words on themselves)
 * @subject: whom or what it is about: "owner", an address, or a name
 * @slot: what of the subject it tells, folded ("sister's name"), or "": of each there is one that
 *   holds
 * @text: what is remembered, one sentence
 * @quote: (nullable): the words that it rests on
 * @source_kind: "conversation", "message", "act" or "owner" (written by hand)
 * @source: the conversation's name, the message's row, or what was done
 * @reason: (nullable): why it was proposed
 * @valid_from: since when it holds, seconds since 1970 UTC, or 0
 * @valid_until: until when it held, or 0
 * @superseded_by: the memory that replaced it, or 0
 * @pinned: whether it is always told to a service
 * @state: whether it holds
 * @label: of the words that it was made from
 * @created: seconds since 1970 UTC
 * @changed: seconds since 1970 UTC
 */
typedef struct {
  gint64 id;
  char *kind;
  char *subject;
  char *slot;
  char *text;
  char *quote;
  char *source_kind;
  char *source;
  char *reason;
  gint64 valid_from;
  gint64 valid_until;
  gint64 superseded_by;
  gboolean pinned;
  HearthMemoryState state;
  HearthLabel label;
  gint64 created;
  gint64 changed;
} HearthMemory;

HearthMemory *hearth_memory_new  (const char *kind, const char *subject, const char *text) G_GNUC_WARN_UNUSED_RESULT;
HearthMemory *hearth_memory_copy (const HearthMemory *self) G_GNUC_WARN_UNUSED_RESULT;
void          hearth_memory_free (HearthMemory *self);
gboolean      hearth_memory_holds (const HearthMemory *self, gint64 at);
gboolean      hearth_memory_is_kind (const char *kind);
char         *hearth_memory_dup_line (const HearthMemory *self, gint64 now) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthMemory, hearth_memory_free)

G_END_DECLS
