/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-synthesizer.h"

/**
 * HearthSynthesizer:
 *
 * Whatever makes speech of text: in this process, on this machine, on the network. It makes sound
 * as fast as it can and plays nothing.
 */
G_DEFINE_INTERFACE (HearthSynthesizer, hearth_synthesizer, G_TYPE_OBJECT)

static void
hearth_synthesizer_default_init (HearthSynthesizerInterface *iface)
{
}

/**
 * hearth_synthesizer_start:
 * @self: a voice
 * @synthesis: (transfer none): what it is to say, and how; copied where it is kept
 * @cancellable: (nullable): stops it at once, down to the socket; the last event then is FAILED
 * with `G_IO_ERROR_CANCELLED`
 * @func: (scope notified): receives the sound
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data after the last event
 *
 * Starts a synthesis. Several may run at the same time; a voice that can do one at a time does them
 * in the order in which they were started.
 */
void
hearth_synthesizer_start (HearthSynthesizer *self, const HearthSynthesis *synthesis,
                          GCancellable *cancellable, HearthSynthesizerEventFunc func,
                          gpointer user_data, GDestroyNotify destroy)
{
  g_return_if_fail (HEARTH_IS_SYNTHESIZER (self));
  g_return_if_fail (synthesis != NULL && synthesis->text != NULL && func != NULL);

  HEARTH_SYNTHESIZER_GET_IFACE (self)->start (self, synthesis, cancellable, func, user_data,
                                              destroy);
}

/**
 * hearth_synthesizer_get_host:
 * @self: a voice
 *
 * Returns: (nullable): where the text goes; %NULL if it stays in this process
 */
const char *
hearth_synthesizer_get_host (HearthSynthesizer *self)
{
  HearthSynthesizerInterface *iface;

  g_return_val_if_fail (HEARTH_IS_SYNTHESIZER (self), NULL);

  iface = HEARTH_SYNTHESIZER_GET_IFACE (self);
  return iface->get_host != NULL ? iface->get_host (self) : NULL;
}
