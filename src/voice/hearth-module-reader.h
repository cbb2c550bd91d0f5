/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-synthesizer.h"

G_BEGIN_DECLS

/** The most that a module may say at once, in bytes: eSpeak NG lists half a megabyte of voices. */
#define HEARTH_MODULE_MESSAGE_MAX (4 * 1024 * 1024)

/** The most lines of one message. */
#define HEARTH_MODULE_LINES_MAX 20000

/**
 * HearthModuleMessage:
 * @code: three digits: 200 to 299 is well, 300 to 599 is not, 700 to 799 is an event
 * @lines: (element-type utf8): what came with it, valid UTF-8, without what it was sound by
 * @rate: of an event with sound, samples a second; else 0
 * @samples: (element-type gint16): of an event with sound: mono, in the byte order of the machine
 *
 * What a module of Speech Dispatcher says: an answer to a command, or an event while it speaks.
 */
typedef struct {
  guint code;
  GPtrArray *lines;
  guint rate;
  GArray *samples;
} HearthModuleMessage;

/** HEARTH_MODULE_EVENT_*: what a module says while it speaks. */
#define HEARTH_MODULE_EVENT_END 702
#define HEARTH_MODULE_EVENT_STOPPED 703
#define HEARTH_MODULE_EVENT_AUDIO 705

/**
 * HearthModuleReader:
 *
 * Makes messages of the bytes that a module of Speech Dispatcher writes, wherever they are divided
 * (Speech Dispatcher's documentation, "Writing an output module").
 */
typedef struct _HearthModuleReader HearthModuleReader;

HearthModuleReader  *hearth_module_reader_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void                 hearth_module_reader_free (HearthModuleReader *self);
void                 hearth_module_reader_feed (HearthModuleReader *self, const void *data,
                                                gsize length);
HearthModuleMessage *hearth_module_reader_next (HearthModuleReader *self,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

void hearth_module_message_free (HearthModuleMessage *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthModuleReader, hearth_module_reader_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthModuleMessage, hearth_module_message_free)

G_END_DECLS
