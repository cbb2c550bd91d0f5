/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ctl-speech.h"

#include "hearth-ctl-daemon.h"
#include "hearth-paths.h"

/**
 * hearth_ctl_speech_call:
 * @ctl: what is meant
 * @bus: the session bus
 * @method: a method of Speech1
 * @parameters: (nullable): its parameters
 * @reply_type: the type of the reply
 * @error: return location
 *
 * Calls the running service, however long it takes: a text may be long.
 *
 * Returns: (transfer full) (nullable): the reply
 */
GVariant *
hearth_ctl_speech_call (HearthCtl *ctl, GDBusConnection *bus, const char *method,
                        GVariant *parameters, const char *reply_type, GError **error)
{
  return hearth_ctl_call_interface (ctl, bus, HEARTH_SPEECH_INTERFACE, method, parameters, NULL,
                                    reply_type, error);
}
