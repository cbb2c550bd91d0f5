/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-sockets.h"

#include "hearth-tcp-count.h"

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Every socket of this program to another one is made here or handed in here, so that the kernel
 * can be asked what went through it. What the protocols say they said is told here, too; that both
 * agree is looked at each time.
 *
 * The kernel counts the payload of TCP: what is said, what TLS adds, and the words with a proxy.
 * Names are looked up by the system and are not counted. */

/* What TLS adds at most: to what is written at once (a record's head and tag, TLS 1.3 and 1.2 with
 * its worst cipher), to long writes (more records), and for a connection (handshake, certificates
 * of either side, tickets, a proxy's words). */
#define PER_WRITE 96
#define PER_CONNECTION_SENT (32 * 1024)
#define PER_CONNECTION_RECEIVED (128 * 1024)
#define LONG_WRITE_SHARE 32

struct _HearthSocketTally {
  char *host;
  HearthTrafficPurpose purpose;
  guint64 closed_sent; /* through sockets that are closed */
  guint64 closed_received;
  guint64 closed_unread;
  guint64 told_sent;
  guint64 told_received;
  guint64 n_told_sent; /* in so many pieces */
  guint64 n_told_received;
  guint64 n_connections;
  gboolean blind;      /* the kernel does not count */
  HearthReceipt taken; /* what was taken of all that; its host is not set */
};

/* A socket that is open. */
typedef struct {
  HearthSocketTally *tally;
  HearthTcpCount count;
  int fd;          /* (owned) where @socket is set: a copy, which stays open until it is read */
  GSocket *socket; /* (unowned) (nullable): of GIO */
} Open;

static GMutex mutex;
static GHashTable *tallies;         /* (mutex) (owned) (nullable): HearthSocketTally, for ever */
static GPtrArray *sockets;          /* (mutex) (owned) (nullable): of Open */
static gboolean waiting;            /* (mutex) there is something to take, and @told_func knows */
static HearthSocketsFunc told_func; /* (mutex) */
static gpointer told_data;          /* (mutex) */

static const char *const purposes[] = { "other",       "answers", "mail", "send",
                                        "calendar",    "setup",   "test", "sign-in",
                                        "unsubscribe", "model",   "voice" };

G_STATIC_ASSERT (G_N_ELEMENTS (purposes) == HEARTH_TRAFFIC_N_PURPOSES);

/**
 * hearth_traffic_purpose_to_string:
 * @purpose: a purpose
 *
 * Returns: (transfer none): its name, as it is stored
 */
const char *
hearth_traffic_purpose_to_string (HearthTrafficPurpose purpose)
{
  return purposes[(guint) purpose < G_N_ELEMENTS (purposes) ? purpose : HEARTH_TRAFFIC_OTHER];
}

/**
 * hearth_traffic_purpose_from_string:
 * @name: (nullable): a stored name
 *
 * Returns: the purpose; %HEARTH_TRAFFIC_OTHER for a name that is not known
 */
HearthTrafficPurpose
hearth_traffic_purpose_from_string (const char *name)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (purposes); i++) {
    if (strcmp (name, purposes[i]) == 0)
      return (HearthTrafficPurpose) i;
  }
  return HEARTH_TRAFFIC_OTHER;
}

/**
 * hearth_receipt_copy:
 * @self: a receipt
 *
 * Returns: (transfer full): a copy
 */
HearthReceipt *
hearth_receipt_copy (const HearthReceipt *self)
{
  HearthReceipt *copy = g_new (HearthReceipt, 1);

  *copy = *self;
  copy->host = g_strdup (self->host);
  return copy;
}

/**
 * hearth_receipt_free:
 * @self: (nullable) (transfer full): a receipt
 */
void
hearth_receipt_free (HearthReceipt *self)
{
  if (self == NULL)
    return;
  g_free (self->host);
  g_free (self);
}

static guint
tally_hash (gconstpointer key)
{
  const HearthSocketTally *tally = key;

  return g_str_hash (tally->host) + (guint) tally->purpose;
}

static gboolean
tally_equal (gconstpointer a, gconstpointer b)
{
  const HearthSocketTally *one = a;
  const HearthSocketTally *other = b;

  return one->purpose == other->purpose && strcmp (one->host, other->host) == 0;
}

/* (mutex) Returns: whom to tell, once the mutex is free. */
static HearthSocketsFunc
note_news (gpointer *data)
{
  if (waiting)
    return NULL;
  waiting = TRUE;
  *data = told_data;
  return told_func;
}

/**
 * hearth_sockets_get_tally:
 * @host: a host
 * @purpose: why it is spoken to
 *
 * Returns: (transfer none): where what goes to and comes from it is counted, for as long as the
 *   program runs
 */
HearthSocketTally *
hearth_sockets_get_tally (const char *host, HearthTrafficPurpose purpose)
{
  HearthSocketTally key = { .host = (char *) host, .purpose = purpose };
  HearthSocketTally *tally;

  g_mutex_lock (&mutex);
  if (tallies == NULL)
    tallies = g_hash_table_new (tally_hash, tally_equal);
  tally = g_hash_table_lookup (tallies, &key);
  if (tally == NULL) {
    tally = g_new0 (HearthSocketTally, 1);
    tally->host = g_strdup (host);
    tally->purpose = purpose;
    g_hash_table_add (tallies, tally);
  }
  g_mutex_unlock (&mutex);
  return tally;
}

/**
 * hearth_sockets_tell:
 * @tally: a tally
 * @sent: bytes that a protocol said in one piece
 * @received: bytes that it heard in one piece
 *
 * Tells what was said and heard, after the kernel has taken or given it. From any thread.
 */
void
hearth_sockets_tell (HearthSocketTally *tally, guint64 sent, guint64 received)
{
  HearthSocketsFunc func;
  gpointer data = NULL;

  g_mutex_lock (&mutex);
  tally->told_sent += sent;
  tally->told_received += received;
  tally->n_told_sent += sent > 0;
  tally->n_told_received += received > 0;
  func = note_news (&data);
  g_mutex_unlock (&mutex);
  if (func != NULL)
    func (data);
}

/**
 * hearth_sockets_get_told_sent:
 * @tally: a tally
 *
 * Returns: the bytes that were said since the program began
 */
guint64
hearth_sockets_get_told_sent (HearthSocketTally *tally)
{
  guint64 bytes;

  g_mutex_lock (&mutex);
  bytes = tally->told_sent;
  g_mutex_unlock (&mutex);
  return bytes;
}

/**
 * hearth_sockets_get_told_received:
 * @tally: a tally
 *
 * Returns: the bytes that were heard since the program began
 */
guint64
hearth_sockets_get_told_received (HearthSocketTally *tally)
{
  guint64 bytes;

  g_mutex_lock (&mutex);
  bytes = tally->told_received;
  g_mutex_unlock (&mutex);
  return bytes;
}

/* (mutex) */
static void
sample (Open *each)
{
  HearthTcpCount now;

  if (!hearth_tcp_count_read (each->fd, &now)) {
    each->tally->blind = TRUE;
    return;
  }
  /* A connection that was reset may have forgotten; what was counted stays. */
  each->count.sent = MAX (each->count.sent, now.sent);
  each->count.received = MAX (each->count.received, now.received);
  each->count.unread = now.unread;
}

/* (mutex) */
static void
add_open (HearthSocketTally *tally, int fd, GSocket *socket)
{
  Open *each = g_new0 (Open, 1);

  each->tally = tally;
  each->fd = fd;
  each->socket = socket;
  tally->n_connections++;
  if (sockets == NULL)
    sockets = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (sockets, each);
}

/* (mutex) The last look at a socket. */
static void
end_open (guint index)
{
  Open *each = g_ptr_array_index (sockets, index);

  sample (each);
  each->tally->closed_sent += each->count.sent;
  each->tally->closed_received += each->count.received;
  each->tally->closed_unread += each->count.unread;
  if (each->socket != NULL)
    close (each->fd);
  g_ptr_array_remove_index_fast (sockets, index);
}

/**
 * hearth_sockets_open:
 * @tally: where it is counted
 * @family: as for socket()
 * @type: as for socket()
 * @protocol: as for socket()
 *
 * Makes a socket whose bytes are counted until hearth_sockets_close().
 *
 * Returns: the descriptor, or -1
 */
int
hearth_sockets_open (HearthSocketTally *tally, int family, int type, int protocol)
{
  int fd = socket (family, type | SOCK_CLOEXEC, protocol);

  if (fd < 0)
    return -1;
  g_mutex_lock (&mutex);
  add_open (tally, fd, NULL);
  g_mutex_unlock (&mutex);
  return fd;
}

/**
 * hearth_sockets_close:
 * @fd: what hearth_sockets_open() gave
 *
 * Counts for the last time and closes.
 *
 * Returns: 0, or -1 on an error
 */
int
hearth_sockets_close (int fd)
{
  HearthSocketsFunc func = NULL;
  gpointer data = NULL;

  g_mutex_lock (&mutex);
  for (guint i = 0; sockets != NULL && i < sockets->len; i++) {
    const Open *each = g_ptr_array_index (sockets, i);

    if (each->fd != fd || each->socket != NULL)
      continue;
    end_open (i);
    func = note_news (&data);
    break;
  }
  g_mutex_unlock (&mutex);
  if (func != NULL)
    func (data);
  return close (fd);
}

/* Returns: whether @socket was counted. */
static gboolean
end_socket (GSocket *socket)
{
  HearthSocketsFunc func = NULL;
  gpointer data = NULL;
  gboolean found = FALSE;

  g_mutex_lock (&mutex);
  for (guint i = 0; sockets != NULL && i < sockets->len && !found; i++) {
    const Open *each = g_ptr_array_index (sockets, i);

    found = each->socket == socket;
    if (!found)
      continue;
    end_open (i);
    func = note_news (&data);
  }
  g_mutex_unlock (&mutex);
  if (func != NULL)
    func (data);
  return found;
}

static void
socket_gone_cb (gpointer data, GObject *where)
{
  end_socket ((GSocket *) where);
}

/* As soon as it stands, before a proxy or TLS is spoken to. The copy of the descriptor keeps the
 * kernel's count until it is read, whoever closes the socket. */
static void
client_event_cb (GSocketClient *client, GSocketClientEvent event, GSocketConnectable *where,
                 GIOStream *connection, gpointer user_data)
{
  HearthSocketTally *tally = user_data;
  GSocket *socket;
  int fd;

  if (event != G_SOCKET_CLIENT_CONNECTED || !G_IS_SOCKET_CONNECTION (connection))
    return;
  socket = g_socket_connection_get_socket (G_SOCKET_CONNECTION (connection));
  fd = fcntl (g_socket_get_fd (socket), F_DUPFD_CLOEXEC, 0);
  if (fd < 0)
    return;
  g_object_weak_ref (G_OBJECT (socket), socket_gone_cb, NULL);
  g_mutex_lock (&mutex);
  add_open (tally, fd, socket);
  g_mutex_unlock (&mutex);
}

/**
 * hearth_sockets_client_new:
 * @tally: where it is counted
 *
 * Returns: (transfer full): a client whose connections are counted until they are freed, or
 *   hearth_sockets_end()
 */
GSocketClient *
hearth_sockets_client_new (HearthSocketTally *tally)
{
  GSocketClient *client = g_socket_client_new ();

  g_signal_connect (client, "event", G_CALLBACK (client_event_cb), tally);
  return client;
}

/**
 * hearth_sockets_end:
 * @connection: of a client of hearth_sockets_client_new()
 *
 * Counts for the last time and closes at once.
 */
void
hearth_sockets_end (GSocketConnection *connection)
{
  GSocket *socket = g_socket_connection_get_socket (connection);

  if (end_socket (socket))
    g_object_weak_unref (G_OBJECT (socket), socket_gone_cb, NULL);
  g_socket_close (socket, NULL);
}

/* What TLS and a proxy leave unexplained. */
static gint64
judge (guint64 counted, guint64 told, guint64 n_told, guint64 for_connections)
{
  guint64 most = told + told / LONG_WRITE_SHARE + n_told * PER_WRITE + for_connections;

  if (counted < told)
    return -(gint64) (told - counted);
  return counted > most ? (gint64) (counted - most) : 0;
}

/* (mutex) All that went through a tally since the program began. */
static void
sum_up (const HearthSocketTally *tally, HearthReceipt *all)
{
  guint64 unread = tally->closed_unread;
  gint64 sent, received;

  all->bytes_sent = tally->closed_sent;
  all->bytes_received = tally->closed_received;
  for (guint i = 0; sockets != NULL && i < sockets->len; i++) {
    const Open *each = g_ptr_array_index (sockets, i);

    if (each->tally != tally)
      continue;
    all->bytes_sent += each->count.sent;
    all->bytes_received += each->count.received;
    unread += each->count.unread;
  }
  all->told_sent = tally->told_sent;
  all->told_received = tally->told_received;
  if (tally->blind) {
    all->bytes_sent = MAX (all->bytes_sent, all->told_sent);
    all->bytes_received = MAX (all->bytes_received, all->told_received);
    return;
  }
  sent = judge (all->bytes_sent, all->told_sent, tally->n_told_sent,
                tally->n_connections * PER_CONNECTION_SENT);
  /* What nobody read was not heard. */
  received = judge (all->bytes_received - unread, all->told_received, tally->n_told_received,
                    tally->n_connections * PER_CONNECTION_RECEIVED);
  all->difference = sent != 0 ? sent : received;
}

/* (mutex) Returns: (nullable) what is new in a tally. */
static HearthReceipt *
make_receipt (const HearthSocketTally *tally)
{
  const HearthReceipt *taken = &tally->taken;
  HearthReceipt all = { 0 };
  HearthReceipt *receipt;

  sum_up (tally, &all);
  if (all.bytes_sent == taken->bytes_sent && all.bytes_received == taken->bytes_received &&
      all.told_sent == taken->told_sent && all.told_received == taken->told_received)
    return NULL;
  receipt = g_new0 (HearthReceipt, 1);
  receipt->host = g_strdup (tally->host);
  receipt->purpose = tally->purpose;
  receipt->bytes_sent = all.bytes_sent - taken->bytes_sent;
  receipt->bytes_received = all.bytes_received - taken->bytes_received;
  receipt->told_sent = all.told_sent - taken->told_sent;
  receipt->told_received = all.told_received - taken->told_received;
  receipt->difference = all.difference;
  return receipt;
}

/* (mutex) Adds @receipt to what was taken, or takes it away from that. */
static void
change_taken (HearthSocketTally *tally, const HearthReceipt *receipt, gboolean add)
{
  HearthReceipt *taken = &tally->taken;
  guint64 sign = add ? 1 : (guint64) -1;

  taken->bytes_sent += sign * receipt->bytes_sent;
  taken->bytes_received += sign * receipt->bytes_received;
  taken->told_sent += sign * receipt->told_sent;
  taken->told_received += sign * receipt->told_received;
}

static GPtrArray *
list (gboolean take)
{
  GPtrArray *receipts = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_receipt_free);
  GHashTableIter iter;
  gpointer tally;

  g_mutex_lock (&mutex);
  for (guint i = 0; sockets != NULL && i < sockets->len; i++)
    sample (g_ptr_array_index (sockets, i));
  if (tallies != NULL) {
    g_hash_table_iter_init (&iter, tallies);
    while (g_hash_table_iter_next (&iter, &tally, NULL)) {
      HearthReceipt *receipt = make_receipt (tally);

      if (receipt == NULL)
        continue;
      if (take)
        change_taken (tally, receipt, TRUE);
      g_ptr_array_add (receipts, receipt);
    }
  }
  if (take)
    waiting = FALSE;
  g_mutex_unlock (&mutex);
  return receipts;
}

/**
 * hearth_sockets_take:
 *
 * Asks the kernel about all sockets.
 *
 * Returns: (transfer full) (element-type HearthReceipt): what went through them since this was
 *   called last; to be written down, or given to hearth_sockets_put_back()
 */
GPtrArray *
hearth_sockets_take (void)
{
  return list (TRUE);
}

/**
 * hearth_sockets_dup_waiting:
 *
 * Returns: (transfer full) (element-type HearthReceipt): what hearth_sockets_take() would give,
 *   which stays there
 */
GPtrArray *
hearth_sockets_dup_waiting (void)
{
  return list (FALSE);
}

/**
 * hearth_sockets_put_back:
 * @receipts: (element-type HearthReceipt): what was taken and could not be written down
 */
void
hearth_sockets_put_back (GPtrArray *receipts)
{
  for (guint i = 0; i < receipts->len; i++) {
    const HearthReceipt *receipt = g_ptr_array_index (receipts, i);
    HearthSocketTally *tally = hearth_sockets_get_tally (receipt->host, receipt->purpose);

    g_mutex_lock (&mutex);
    change_taken (tally, receipt, FALSE);
    g_mutex_unlock (&mutex);
  }
}

/**
 * hearth_sockets_set_func:
 * @func: (nullable): called when there is something to take
 * @user_data: for @func
 */
void
hearth_sockets_set_func (HearthSocketsFunc func, gpointer user_data)
{
  gboolean at_once;

  g_mutex_lock (&mutex);
  told_func = func;
  told_data = user_data;
  at_once = waiting;
  g_mutex_unlock (&mutex);
  if (at_once && func != NULL)
    func (user_data);
}
