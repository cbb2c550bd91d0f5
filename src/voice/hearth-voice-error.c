/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-error.h"

static const GDBusErrorEntry ENTRIES[] = {
  { HEARTH_VOICE_ERROR_MISSING, "io.github.hearthdesktop.Hearth.Voice.Error.Missing" },
  { HEARTH_VOICE_ERROR_MICROPHONE, "io.github.hearthdesktop.Hearth.Voice.Error.Microphone" },
  { HEARTH_VOICE_ERROR_OUTPUT, "io.github.hearthdesktop.Hearth.Voice.Error.Output" },
  { HEARTH_VOICE_ERROR_LANGUAGE, "io.github.hearthdesktop.Hearth.Voice.Error.Language" },
  { HEARTH_VOICE_ERROR_SETTINGS, "io.github.hearthdesktop.Hearth.Voice.Error.Settings" },
  { HEARTH_VOICE_ERROR_UNREACHABLE, "io.github.hearthdesktop.Hearth.Voice.Error.Unreachable" },
  { HEARTH_VOICE_ERROR_TIMEOUT, "io.github.hearthdesktop.Hearth.Voice.Error.Timeout" },
  { HEARTH_VOICE_ERROR_CUT_OFF, "io.github.hearthdesktop.Hearth.Voice.Error.CutOff" },
  { HEARTH_VOICE_ERROR_TOO_LARGE, "io.github.hearthdesktop.Hearth.Voice.Error.TooLarge" },
  { HEARTH_VOICE_ERROR_KEY, "io.github.hearthdesktop.Hearth.Voice.Error.Key" },
  { HEARTH_VOICE_ERROR_BUSY, "io.github.hearthdesktop.Hearth.Voice.Error.Busy" },
  { HEARTH_VOICE_ERROR_SERVICE, "io.github.hearthdesktop.Hearth.Voice.Error.Service" },
  { HEARTH_VOICE_ERROR_BAD_REPLY, "io.github.hearthdesktop.Hearth.Voice.Error.BadReply" },
  { HEARTH_VOICE_ERROR_CRASHED, "io.github.hearthdesktop.Hearth.Voice.Error.Crashed" },
  { HEARTH_VOICE_ERROR_NOT_AGREED, "io.github.hearthdesktop.Hearth.Voice.Error.NotAgreed" },
};

/**
 * hearth_voice_error_quark:
 *
 * Returns: the domain of #HearthVoiceError; its codes keep their meaning over D-Bus
 */
GQuark
hearth_voice_error_quark (void)
{
  static gsize quark;

  g_dbus_error_register_error_domain ("hearth-voice-error-quark", &quark, ENTRIES,
                                      G_N_ELEMENTS (ENTRIES));
  return (GQuark) quark;
}
