/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HearthVoiceError:
 *
 * Why something was not heard or not said. Cancellation is `G_IO_ERROR_CANCELLED` instead. Each
 * message is made of whole sentences for the owner; words of a service in it are plain text.
 */
typedef enum {
  HEARTH_VOICE_ERROR_MISSING,     /* a part of the system that is needed is not installed */
  HEARTH_VOICE_ERROR_MICROPHONE,  /* there is none, it was refused, or it was unplugged */
  HEARTH_VOICE_ERROR_OUTPUT,      /* nothing that could sound */
  HEARTH_VOICE_ERROR_LANGUAGE,    /* the recogniser or the voice does not know this language */
  HEARTH_VOICE_ERROR_SETTINGS,    /* an address, model, voice, grammar or dictionary cannot be used */
  HEARTH_VOICE_ERROR_UNREACHABLE, /* no connection: name, network, refused, TLS */
  HEARTH_VOICE_ERROR_TIMEOUT,     /* it did not answer in time, or hangs */
  HEARTH_VOICE_ERROR_CUT_OFF,     /* the answer ended in the middle */
  HEARTH_VOICE_ERROR_TOO_LARGE,   /* more than a sentence can be */
  HEARTH_VOICE_ERROR_KEY,         /* the key is missing, wrong, or may not do this */
  HEARTH_VOICE_ERROR_BUSY,        /* too many requests, or a quota is used up */
  HEARTH_VOICE_ERROR_SERVICE,     /* the service failed or refused the request */
  HEARTH_VOICE_ERROR_BAD_REPLY,   /* the answer is not in the form agreed on, or not audio */
  HEARTH_VOICE_ERROR_CRASHED,     /* the process that hears and speaks ended */
  HEARTH_VOICE_ERROR_NOT_AGREED,  /* the owner has not said that it may go to that host */
} HearthVoiceError;

#define HEARTH_VOICE_ERROR (hearth_voice_error_quark ())
GQuark hearth_voice_error_quark (void);

G_END_DECLS
