/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-recognizer.h"

/**
 * HearthRecognizer:
 *
 * Whatever makes text of speech: in this process, on this machine, on the network. All of it is
 * called on one thread; what takes long is done elsewhere.
 */
G_DEFINE_INTERFACE (HearthRecognizer, hearth_recognizer, G_TYPE_OBJECT)

static void
hearth_recognizer_default_init (HearthRecognizerInterface *iface)
{
}

/**
 * hearth_recognizer_start:
 * @self: a recogniser
 * @recognition: (transfer none): what it is told of what will be said; copied where it is kept
 * @cancellable: (nullable): ends the hearing, down to the socket; the last event then is FAILED
 * with `G_IO_ERROR_CANCELLED`
 * @func: (scope notified): receives what is understood
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data after the last event
 *
 * Begins a hearing. The next one may begin once the last event of this one has come.
 */
void
hearth_recognizer_start (HearthRecognizer *self, const HearthRecognition *recognition,
                         GCancellable *cancellable, HearthRecognizerEventFunc func,
                         gpointer user_data, GDestroyNotify destroy)
{
  g_return_if_fail (HEARTH_IS_RECOGNIZER (self));
  g_return_if_fail (recognition != NULL && func != NULL);

  HEARTH_RECOGNIZER_GET_IFACE (self)->start (self, recognition, cancellable, func, user_data,
                                             destroy);
}

/**
 * hearth_recognizer_feed:
 * @self: a recogniser that was started and not finished
 * @samples: (array length=n_samples): speech at %HEARTH_RECOGNIZER_RATE; copied
 * @n_samples: how many
 *
 * Gives it more to hear. Never blocks. After a hearing has failed this does nothing, so that nobody
 * needs to look first.
 */
void
hearth_recognizer_feed (HearthRecognizer *self, const gint16 *samples, gsize n_samples)
{
  g_return_if_fail (HEARTH_IS_RECOGNIZER (self));
  g_return_if_fail (samples != NULL || n_samples == 0);

  HEARTH_RECOGNIZER_GET_IFACE (self)->feed (self, samples, n_samples);
}

/**
 * hearth_recognizer_finish:
 * @self: a recogniser that was started
 *
 * Says that all was fed. The last event follows.
 */
void
hearth_recognizer_finish (HearthRecognizer *self)
{
  g_return_if_fail (HEARTH_IS_RECOGNIZER (self));

  HEARTH_RECOGNIZER_GET_IFACE (self)->finish (self);
}

/**
 * hearth_recognizer_get_backlog:
 * @self: a recogniser
 *
 * Returns: how many samples were fed that it did not listen to yet; 0 where that is not known
 */
gsize
hearth_recognizer_get_backlog (HearthRecognizer *self)
{
  HearthRecognizerInterface *iface;

  g_return_val_if_fail (HEARTH_IS_RECOGNIZER (self), 0);

  iface = HEARTH_RECOGNIZER_GET_IFACE (self);
  return iface->get_backlog != NULL ? iface->get_backlog (self) : 0;
}

/**
 * hearth_recognizer_get_host:
 * @self: a recogniser
 *
 * Returns: (nullable): where the owner's speech goes; %NULL if it stays in this process
 */
const char *
hearth_recognizer_get_host (HearthRecognizer *self)
{
  HearthRecognizerInterface *iface;

  g_return_val_if_fail (HEARTH_IS_RECOGNIZER (self), NULL);

  iface = HEARTH_RECOGNIZER_GET_IFACE (self);
  return iface->get_host != NULL ? iface->get_host (self) : NULL;
}
