/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HearthTrafficPurpose:
 *
 * Why Hearth speaks to a host. The names are stored.
 */
typedef enum {
  HEARTH_TRAFFIC_OTHER,
  HEARTH_TRAFFIC_ANSWERS,     /* a service that answers */
  HEARTH_TRAFFIC_MAIL,        /* mail is read */
  HEARTH_TRAFFIC_SEND,        /* mail is sent */
  HEARTH_TRAFFIC_CALENDAR,    /* calendars and address books */
  HEARTH_TRAFFIC_SETUP,       /* the servers of an account are looked for */
  HEARTH_TRAFFIC_TEST,        /* a login or a certificate is tried */
  HEARTH_TRAFFIC_SIGN_IN,     /* tokens of a sign-in through the browser */
  HEARTH_TRAFFIC_UNSUBSCRIBE, /* a list is left */
  HEARTH_TRAFFIC_MODEL,       /* the file of a model is fetched */
  HEARTH_TRAFFIC_VOICE,       /* speech is understood or made */
  HEARTH_TRAFFIC_N_PURPOSES
} HearthTrafficPurpose;

const char          *hearth_traffic_purpose_to_string   (HearthTrafficPurpose purpose);
HearthTrafficPurpose hearth_traffic_purpose_from_string (const char *name);

/**
 * HearthReceipt:
 *
 * What went through sockets since it was asked last.
 *
 * @host: the host that was spoken to, also where a proxy stood between
 * @purpose: why
 * @bytes_sent: bytes that left, as the kernel counts them: with TLS, without TCP's own headers
 * @bytes_received: bytes that came, likewise
 * @told_sent: bytes that the protocols say they said, before TLS
 * @told_received: bytes that the protocols say they heard
 * @difference: 0 where both agree; else how far what was said is from what TLS can explain, in
 *   bytes; negative where the kernel saw less than was said
 */
typedef struct {
  char *host;
  HearthTrafficPurpose purpose;
  guint64 bytes_sent;
  guint64 bytes_received;
  guint64 told_sent;
  guint64 told_received;
  gint64 difference;
} HearthReceipt;

HearthReceipt *hearth_receipt_copy (const HearthReceipt *self) G_GNUC_WARN_UNUSED_RESULT;
void           hearth_receipt_free (HearthReceipt *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthReceipt, hearth_receipt_free)

/**
 * HearthSocketTally:
 *
 * The bytes that went to and came from one host for one purpose, as the receipts list them.
 * Tallies are shared, live as long as the program, and may be counted in on any thread.
 */
typedef struct _HearthSocketTally HearthSocketTally;

HearthSocketTally *hearth_sockets_get_tally  (const char *host, HearthTrafficPurpose purpose);
void               hearth_sockets_tell       (HearthSocketTally *tally, guint64 sent,
                                              guint64 received);
guint64            hearth_sockets_get_told_sent     (HearthSocketTally *tally);
guint64            hearth_sockets_get_told_received (HearthSocketTally *tally);

int                hearth_sockets_open       (HearthSocketTally *tally, int family, int type,
                                              int protocol);
int                hearth_sockets_close      (int fd);
GSocketClient     *hearth_sockets_client_new (HearthSocketTally *tally) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_sockets_end        (GSocketConnection *connection);

GPtrArray         *hearth_sockets_take       (void) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_sockets_put_back   (GPtrArray *receipts);
GPtrArray         *hearth_sockets_dup_waiting (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * HearthSocketsFunc:
 *
 * Called in any thread when there is something to take and there was nothing before.
 */
typedef void (*HearthSocketsFunc) (gpointer user_data);
void               hearth_sockets_set_func   (HearthSocketsFunc func, gpointer user_data);

G_END_DECLS
