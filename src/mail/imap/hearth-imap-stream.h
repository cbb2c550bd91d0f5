/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account.h"
#include "hearth-imap-framer.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HearthImapLimits: how long Hearth waits, in milliseconds.
 * @connect: for the connection, and once more for TLS
 * @silence: for the next byte
 * @patience: for the next byte of an answer to something that may take a server long
 * @total: for the whole answer where nothing is transferred
 * @window: in each of which @window_bytes must come while a mail is transferred
 * @window_bytes: see @window
 * @probe: for the answer to the end of an IDLE, which tells whether a connection lives
 */
typedef struct {
  guint connect;
  guint silence;
  guint patience;
  guint total;
  guint window;
  guint window_bytes;
  guint probe;
} HearthImapLimits;

/** HearthImapPace: what is to be expected of a command's answer. */
typedef enum {
  HEARTH_IMAP_PACE_QUICK,    /* soon */
  HEARTH_IMAP_PACE_PATIENT,  /* may take the server long */
  HEARTH_IMAP_PACE_TRANSFER, /* may be of any size */
} HearthImapPace;

/**
 * HearthImapWait:
 * @HEARTH_IMAP_WAIT_READABLE: there are bytes to read, or the server closed it
 * @HEARTH_IMAP_WAIT_WOKEN: somebody woke it
 * @HEARTH_IMAP_WAIT_TIMEOUT: the time is over
 * @HEARTH_IMAP_WAIT_FAILED: the connection is broken, or was cancelled
 *
 * Why a wait on a connection ended.
 */
typedef enum {
  HEARTH_IMAP_WAIT_READABLE,
  HEARTH_IMAP_WAIT_WOKEN,
  HEARTH_IMAP_WAIT_TIMEOUT,
  HEARTH_IMAP_WAIT_FAILED,
} HearthImapWait;

typedef struct _HearthImapStream HearthImapStream;

HearthImapStream *hearth_imap_stream_connect_sync   (const HearthMailServer *server, const HearthImapLimits *limits,
                                                     GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void              hearth_imap_stream_free           (HearthImapStream *self);
void              hearth_imap_stream_close          (HearthImapStream *self);
gboolean          hearth_imap_stream_start_tls_sync (HearthImapStream *self, GCancellable *cancellable,
                                                     GError **error);
gboolean          hearth_imap_stream_start_deflate  (HearthImapStream *self, HearthImapFramer *framer, GError **error);
gboolean          hearth_imap_stream_is_local       (HearthImapStream *self);
void              hearth_imap_stream_begin          (HearthImapStream *self, HearthImapPace pace);
void              hearth_imap_stream_begin_within   (HearthImapStream *self, guint milliseconds);
gboolean          hearth_imap_stream_read           (HearthImapStream *self, HearthImapFramer *framer,
                                                     GCancellable *cancellable, GError **error);
gboolean          hearth_imap_stream_write          (HearthImapStream *self, HearthImapFramer *framer,
                                                     gconstpointer data, gsize size, GCancellable *cancellable,
                                                     GError **error);
HearthImapWait    hearth_imap_stream_wait           (HearthImapStream *self, HearthImapFramer *framer,
                                                     int wake_fd, guint milliseconds, GCancellable *cancellable,
                                                     GError **error);
guint64           hearth_imap_stream_get_received   (HearthImapStream *self);
guint64           hearth_imap_stream_get_sent       (HearthImapStream *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthImapStream, hearth_imap_stream_free)

G_END_DECLS
