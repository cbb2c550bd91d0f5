/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account.h"
#include "hearth-imap-session-private.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ImapServer: a scripted server on a loopback port, for one connection, in a thread of its own.
 * @limit: how many bytes it says before it hangs up; -1 for no limit
 * @chunk: how many bytes it writes at once; 0 for all
 * @pause: microseconds between two chunks
 * @said: how many bytes it has said
 * @tag: the tag of the command that was heard last
 * @later: TLS begins where the script says, and not with the first byte
 * @heard: all that the client said in clear, before TLS
 */
typedef struct _ImapServer ImapServer;
typedef void (*ImapScript) (ImapServer *server, gpointer data);

struct _ImapServer {
  gint64 limit;
  gsize chunk;
  guint pause;
  gint64 said;
  char *tag;
  gboolean later;
  GString *heard;
  /*< private >*/
  GSocketListener *listener;
  guint16 port;
  GThread *thread;
  GIOStream *io;
  GIOStream *base;
  GDataInputStream *in;
  GTlsCertificate *certificate;
  ImapScript script;
  gpointer data;
  gboolean over;
};

ImapServer *imap_server_new       (ImapScript script, gpointer data);
ImapServer *imap_server_new_anywhere (ImapScript script, gpointer data);
void        imap_server_start     (ImapServer *self);
void        imap_server_free      (ImapServer *self);
void        imap_server_address   (ImapServer *self, HearthSecurity security, HearthMailServer *address);
void        imap_server_use_tls   (ImapServer *self, GTlsCertificate *certificate);

/* For scripts. */
void        imap_server_say       (ImapServer *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void        imap_server_say_bytes (ImapServer *self, const char *data, gsize size);
char       *imap_server_hear      (ImapServer *self);
void        imap_server_expect    (ImapServer *self, const char *prefix);
void        imap_server_answer    (ImapServer *self, const char *text);
void        imap_server_take      (ImapServer *self, const char *prefix, const char *untagged, const char *text);
char       *imap_server_hear_raw  (ImapServer *self, gsize size);
gboolean    imap_server_start_tls (ImapServer *self);
void        imap_server_wait_end  (ImapServer *self);

/* A certificate of its own for each test program, and its SHA-256. */
GTlsCertificate *imap_server_certificate (char **sha256);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ImapServer, imap_server_free)

/* Shortened waits, so that what never ends is seen to end. */
void imap_test_short_limits (void);
HearthImapSession *imap_test_open (ImapServer *server, GError **error);
HearthImapSession *imap_test_login (ImapServer *server);

G_END_DECLS
