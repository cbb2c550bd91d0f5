/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-bus-names.h"
#include "hearth-exchange.h"

G_BEGIN_DECLS

/** The functions of an exchange whose user data is a #HearthSpeechListener. */
extern const HearthExchangeFuncs HEARTH_SPEECH_LISTENER_FUNCS;

typedef struct _HearthSpeechListener HearthSpeechListener;

HearthSpeechListener *hearth_speech_listener_new_one (GDBusConnection *bus, const char *name,
                                                      HearthExchange *exchange) G_GNUC_WARN_UNUSED_RESULT;
HearthSpeechListener *hearth_speech_listener_new_all (HearthBusNames *names) G_GNUC_WARN_UNUSED_RESULT;
void                  hearth_speech_listener_unref   (gpointer listener);

G_END_DECLS
