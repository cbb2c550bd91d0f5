/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-wyoming-event.h"

G_BEGIN_DECLS

/** How many models and how many voices of one server are named. */
#define HEARTH_WYOMING_INFO_MAX 500

/**
 * HearthWyomingInfo:
 * @hears: whether it understands speech
 * @speaks: whether it makes speech
 * @streams_text: whether it takes the text of a synthesis in pieces
 * @models: (array zero-terminated=1): its models that understand speech; those it has come first
 * @voices: (array zero-terminated=1): its voices; those it has come first
 * @n_installed_voices: how many of these it has
 * @name: (nullable): what its first program is called, as "piper"
 * @languages: (array zero-terminated=1): what it understands or speaks, as BCP 47, each once
 *
 * What a server of the Wyoming protocol says of itself. Names are clean lines.
 */
typedef struct {
  gboolean hears;
  gboolean speaks;
  gboolean streams_text;
  char **models;
  char **voices;
  guint n_installed_voices;
  char *name;
  char **languages;
} HearthWyomingInfo;

HearthWyomingInfo *hearth_wyoming_info_read (JsonObject *data) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_wyoming_info_free (HearthWyomingInfo *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthWyomingInfo, hearth_wyoming_info_free)

G_END_DECLS
