/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HearthVoiceCommandKind: what is done at once when it is said, without any service. */
typedef enum {
  HEARTH_VOICE_COMMAND_NONE,   /* the words are a sentence like any other */
  HEARTH_VOICE_COMMAND_STOP,   /* be silent */
  HEARTH_VOICE_COMMAND_LOUDER,
  HEARTH_VOICE_COMMAND_SOFTER,
  HEARTH_VOICE_COMMAND_FASTER,
  HEARTH_VOICE_COMMAND_SLOWER,
  HEARTH_VOICE_COMMAND_REPEAT, /* what was said last, from its beginning */
  HEARTH_VOICE_COMMAND_READ,   /* the whole of what was announced */
  HEARTH_VOICE_COMMAND_SKIP,   /* this part of it */
  HEARTH_VOICE_COMMAND_NEXT,   /* the next of several */
  HEARTH_VOICE_COMMAND_LATER,  /* what was announced comes again later */
  HEARTH_VOICE_COMMAND_YES,    /* to the card that was just read */
  HEARTH_VOICE_COMMAND_NO,
  HEARTH_VOICE_COMMAND_REPLY,  /* to what was announced, with these words */
} HearthVoiceCommandKind;

HearthVoiceCommandKind hearth_voice_command_read (const char *utterance, const char *language,
                                                  const char *name, char **argument);

G_END_DECLS
