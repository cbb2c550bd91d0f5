/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-imap-arena.h"
#include "hearth-imap-response.h"
#include "hearth-imap-session.h"
#include "hearth-imap-stream.h"

G_BEGIN_DECLS

/** HearthImapUntaggedFunc: takes an untagged response, or says %FALSE and leaves it to the session. */
typedef gboolean (*HearthImapUntaggedFunc) (HearthImapSession *self, HearthImapResponse *response,
                                            gpointer user_data);

/**
 * HearthImapCommand: a command under way.
 * @number: its tag's
 * @done: its tagged response came
 * @status: what it said
 * @code: its response code
 * @text: (owned) (nullable): its words, clean
 * @tagged: (nullable): is shown the tagged response
 * @user_data: for @tagged
 */
typedef struct {
  guint number;
  gboolean done;
  HearthImapStatus status;
  HearthImapCode code;
  char *text;
  void (*tagged) (HearthImapSession *self, HearthImapResponse *response, gpointer user_data);
  gpointer user_data;
} HearthImapCommand;

void hearth_imap_command_clear (HearthImapCommand *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HearthImapCommand, hearth_imap_command_clear)

/**
 * HearthImapLine: a command that is put together.
 * @text: what is sent, with its tag; wiped when it is freed
 * @stops: (element-type gsize): where to wait for a continuation
 * @number: its tag's
 */
typedef struct {
  GString *text;
  GArray *stops;
  guint number;
} HearthImapLine;

struct _HearthImapSession {
  GObject parent_instance;

  HearthMailServer server;   /* a copy */
  HearthImapStream *stream;  /* (owned) */
  HearthImapFramer *framer;  /* (owned) */
  HearthImapArena arena;     /* of the response that is read */
  HearthImapListener listener;
  GPtrArray *commands;       /* (owned) of HearthImapCommand (unowned), under way */
  HearthImapCommand *enable; /* (owned) (nullable) sent, and its answer not waited for */
  char prefix[12];           /* of the tags: nobody who writes a mail can know it */
  guint last_number;
  int wake_fd;               /* (owned) an eventfd; any thread may write to it */
  gboolean open;
  gboolean busy;             /* a listener or callback runs */
  gboolean logged_in;
  gboolean leaving;          /* LOGOUT was sent: BYE is no failure */
  gboolean continued;        /* "+" came */
  char *continuation;        /* (owned) (nullable) its text, with what the server says of a login */
  gboolean deaf;             /* until CLOSED, what comes is of the mailbox before */
  guint news;                /* how often the listener heard something */
  HearthImapFeature features;
  gboolean features_known;
  guint64 append_limit;      /* bytes, or 0 */
  gboolean create_special;
  gboolean utf8;             /* UTF8=ACCEPT is on */
  gboolean qresync;          /* QRESYNC is on */
  gboolean namespace_known;
  char *personal_prefix;     /* (owned) (nullable) wire */
  GPtrArray *foreign;        /* (owned) wire prefixes of other users' and shared mailboxes */
  char delimiter;            /* of the personal namespace, or 0 */
  char *selected;            /* (owned) (nullable) wire */
  gboolean selected_modseq;  /* the selected mailbox keeps MODSEQs */
  HearthImapUntaggedFunc untagged;
  gpointer untagged_data;
};

/* For tests: limits are shortened, and COMPRESS is used on this computer too. */
extern HearthImapLimits hearth_imap_limits;
extern gboolean hearth_imap_compress_always;

/* Lines. */
void hearth_imap_line_init        (HearthImapLine *self, HearthImapSession *session, const char *text);
void hearth_imap_line_clear       (HearthImapLine *self);
void hearth_imap_line_reserve     (HearthImapLine *self, gsize size);
void hearth_imap_line_add         (HearthImapLine *self, const char *text);
void hearth_imap_line_add_string  (HearthImapLine *self, HearthImapSession *session, const char *text);
void hearth_imap_line_add_mailbox (HearthImapLine *self, HearthImapSession *session, const char *wire);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HearthImapLine, hearth_imap_line_clear)

/* Commands. */
gboolean hearth_imap_session_check         (HearthImapSession *self, GError **error);
gboolean hearth_imap_session_send          (HearthImapSession *self, HearthImapLine *line, HearthImapPace pace,
                                            HearthImapCommand *command, GCancellable *cancellable, GError **error);
gboolean hearth_imap_session_step          (HearthImapSession *self, GCancellable *cancellable, GError **error);
gboolean hearth_imap_session_wait          (HearthImapSession *self, HearthImapCommand *command,
                                            GCancellable *cancellable, GError **error);
gboolean hearth_imap_session_judge         (HearthImapSession *self, const HearthImapCommand *command, GError **error);
gboolean hearth_imap_session_run           (HearthImapSession *self, HearthImapLine *line, HearthImapPace pace,
                                            HearthImapCommand *command, GCancellable *cancellable, GError **error);
gboolean hearth_imap_session_run_text      (HearthImapSession *self, const char *text, HearthImapPace pace,
                                            GCancellable *cancellable, GError **error);
gboolean hearth_imap_session_wait_continue (HearthImapSession *self, HearthImapCommand *command,
                                            GCancellable *cancellable, GError **error);
gboolean hearth_imap_session_write         (HearthImapSession *self, gconstpointer data, gsize size,
                                            GCancellable *cancellable, GError **error);
void     hearth_imap_session_forget        (HearthImapSession *self, HearthImapCommand *command);
GError  *hearth_imap_session_fail          (HearthImapSession *self, GError *error);

/* What comes unasked. */
void     hearth_imap_session_hear          (HearthImapSession *self, HearthImapResponse *response);
void     hearth_imap_session_tell_changed  (HearthImapSession *self, const HearthImapMessage *message);

/* What a server can do. */
void     hearth_imap_session_read_features (HearthImapSession *self, HearthImapParser *at);
gboolean hearth_imap_session_ask_features  (HearthImapSession *self, GCancellable *cancellable, GError **error);

/* Parts of a set that are short enough for one line. */
char    *hearth_imap_session_take_uids     (HearthImapUidSet *left, guint n_uids, HearthImapUidSet **taken) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
