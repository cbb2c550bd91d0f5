/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-message.h"
#include "hearth-imap-session-private.h"

#include <string.h>

static const struct {
  const char *name;
  HearthImapFeature feature;
} names[] = {
  { "CONDSTORE", HEARTH_IMAP_FEATURE_CONDSTORE },
  { "QRESYNC", HEARTH_IMAP_FEATURE_QRESYNC | HEARTH_IMAP_FEATURE_CONDSTORE },
  { "IDLE", HEARTH_IMAP_FEATURE_IDLE },
  { "MOVE", HEARTH_IMAP_FEATURE_MOVE },
  { "UIDPLUS", HEARTH_IMAP_FEATURE_UIDPLUS },
  { "X-GM-EXT-1", HEARTH_IMAP_FEATURE_GMAIL },
  { "OBJECTID", HEARTH_IMAP_FEATURE_OBJECTID },
  { "PREVIEW", HEARTH_IMAP_FEATURE_PREVIEW },
  { "LIST-STATUS", HEARTH_IMAP_FEATURE_LIST_STATUS },
  { "LIST-EXTENDED", HEARTH_IMAP_FEATURE_LIST_EXTENDED },
  { "SPECIAL-USE", HEARTH_IMAP_FEATURE_SPECIAL_USE },
  { "UTF8=ACCEPT", HEARTH_IMAP_FEATURE_UTF8 },
  { "UTF8=ONLY", HEARTH_IMAP_FEATURE_UTF8 },
  { "COMPRESS=DEFLATE", HEARTH_IMAP_FEATURE_COMPRESS },
  { "NAMESPACE", HEARTH_IMAP_FEATURE_NAMESPACE },
  { "ESEARCH", HEARTH_IMAP_FEATURE_ESEARCH },
  { "ENABLE", HEARTH_IMAP_FEATURE_ENABLE },
  { "LITERAL+", HEARTH_IMAP_FEATURE_LITERAL_PLUS },
  { "LITERAL-", HEARTH_IMAP_FEATURE_LITERAL_MINUS },
  { "SASL-IR", HEARTH_IMAP_FEATURE_SASL_IR },
  { "AUTH=PLAIN", HEARTH_IMAP_FEATURE_AUTH_PLAIN },
  { "AUTH=XOAUTH2", HEARTH_IMAP_FEATURE_AUTH_XOAUTH2 },
  { "AUTH=OAUTHBEARER", HEARTH_IMAP_FEATURE_AUTH_OAUTHBEARER },
  { "LOGINDISABLED", HEARTH_IMAP_FEATURE_LOGINDISABLED },
  { "STARTTLS", HEARTH_IMAP_FEATURE_STARTTLS },
  { "STATUS=SIZE", HEARTH_IMAP_FEATURE_STATUS_SIZE },
  { "IMAP4REV2", HEARTH_IMAP_FEATURE_REV2 },
};

/* What is part of IMAP4rev2, RFC 9051, appendix E. */
#define REV2_FEATURES                                                                              \
  (HEARTH_IMAP_FEATURE_ENABLE | HEARTH_IMAP_FEATURE_IDLE | HEARTH_IMAP_FEATURE_MOVE |              \
   HEARTH_IMAP_FEATURE_UIDPLUS | HEARTH_IMAP_FEATURE_NAMESPACE | HEARTH_IMAP_FEATURE_ESEARCH |     \
   HEARTH_IMAP_FEATURE_SASL_IR | HEARTH_IMAP_FEATURE_LIST_EXTENDED |                               \
   HEARTH_IMAP_FEATURE_LIST_STATUS | HEARTH_IMAP_FEATURE_SPECIAL_USE |                             \
   HEARTH_IMAP_FEATURE_LITERAL_MINUS | HEARTH_IMAP_FEATURE_STATUS_SIZE)

/**
 * hearth_imap_session_read_features:
 * @self: a session
 * @at: a place behind the word CAPABILITY
 */
void
hearth_imap_session_read_features (HearthImapSession *self, HearthImapParser *at)
{
  HearthImapFeature features = 0;
  gboolean rev1 = FALSE;
  const char *word;
  gsize size;

  self->append_limit = 0;
  self->create_special = FALSE;
  for (hearth_imap_parser_space (at); hearth_imap_parser_atom (at, &word, &size);
       hearth_imap_parser_space (at)) {
    HearthImapParser limit = { word + strlen ("APPENDLIMIT="), word + size, word, NULL, 0 };

    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
      features |= hearth_imap_word_is (word, size, names[i].name) ? names[i].feature : 0;
    rev1 = rev1 || hearth_imap_word_is (word, size, "IMAP4REV1");
    self->create_special =
        self->create_special || hearth_imap_word_is (word, size, "CREATE-SPECIAL-USE");
    if (size > strlen ("APPENDLIMIT=") && g_ascii_strncasecmp (word, "APPENDLIMIT=", 12) == 0)
      hearth_imap_parser_number (&limit, &self->append_limit);
  }
  if ((features & HEARTH_IMAP_FEATURE_REV2) != 0 && !rev1)
    features |= REV2_FEATURES;
  /* QRESYNC has to be enabled. */
  if ((features & HEARTH_IMAP_FEATURE_ENABLE) == 0)
    features &= ~(HEARTH_IMAP_FEATURE_QRESYNC | HEARTH_IMAP_FEATURE_UTF8);
  self->features = features;
  self->features_known = TRUE;
}

/**
 * hearth_imap_session_ask_features:
 * @self: a session
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthImapError, or `G_IO_ERROR_CANCELLED`
 *
 * Returns: whether they are known
 */
gboolean
hearth_imap_session_ask_features (HearthImapSession *self, GCancellable *cancellable,
                                  GError **error)
{
  self->features_known = FALSE;
  self->features = 0;
  if (!hearth_imap_session_run_text (self, "CAPABILITY", HEARTH_IMAP_PACE_QUICK, cancellable,
                                     error))
    return FALSE;
  if (self->features_known)
    return TRUE;
  g_propagate_error (error, hearth_imap_session_fail (
                                self, hearth_imap_error_new_protocol (self->server.host, NULL)));
  return FALSE;
}

static void
tell_gone (HearthImapSession *self, const HearthImapUidSet *uids, guint32 sequence,
           gboolean earlier)
{
  self->news++;
  if (self->listener.gone == NULL)
    return;
  self->busy = TRUE;
  self->listener.gone (uids, sequence, earlier, self->listener.user_data);
  self->busy = FALSE;
}

/**
 * hearth_imap_session_tell_changed:
 * @self: a session
 * @message: what was said of a message unasked
 */
void
hearth_imap_session_tell_changed (HearthImapSession *self, const HearthImapMessage *message)
{
  self->news++;
  if (self->listener.changed == NULL)
    return;
  self->busy = TRUE;
  self->listener.changed (message, self->listener.user_data);
  self->busy = FALSE;
}

static void
hear_number (HearthImapSession *self, HearthImapResponse *response)
{
  HearthImapMessage message;

  if (hearth_imap_response_is (response, "EXISTS")) {
    self->news++;
    if (self->listener.exists == NULL)
      return;
    self->busy = TRUE;
    self->listener.exists (response->number, self->listener.user_data);
    self->busy = FALSE;
  } else if (hearth_imap_response_is (response, "EXPUNGE") && response->number > 0) {
    tell_gone (self, NULL, response->number, FALSE);
  } else if (hearth_imap_response_is (response, "FETCH")) {
    hearth_imap_message_parse (&message, &response->rest, self->utf8, &self->arena);
    message.sequence = response->number;
    if (message.has != 0)
      hearth_imap_session_tell_changed (self, &message);
  }
}

/* VANISHED, RFC 7162, section 3.2.10. */
static void
hear_vanished (HearthImapSession *self, HearthImapParser *at)
{
  g_autoptr (HearthImapUidSet) uids = NULL;
  gboolean earlier = FALSE;
  const char *word;
  gsize size;

  if (hearth_imap_parser_accept (at, '(')) {
    earlier =
        hearth_imap_parser_atom (at, &word, &size) && hearth_imap_word_is (word, size, "EARLIER");
    hearth_imap_parser_accept (at, ')');
    hearth_imap_parser_space (at);
  }
  if (!hearth_imap_parser_atom (at, &word, &size))
    return;
  uids = hearth_imap_uid_set_parse (word, (gssize) size);
  if (uids != NULL && !hearth_imap_uid_set_is_empty (uids))
    tell_gone (self, uids, 0, earlier);
}

static void
hear_enabled (HearthImapSession *self, HearthImapParser *at)
{
  const char *word;
  gsize size;

  for (; hearth_imap_parser_atom (at, &word, &size); hearth_imap_parser_space (at)) {
    if (hearth_imap_word_is (word, size, "UTF8=ACCEPT"))
      self->utf8 = TRUE;
    else if (hearth_imap_word_is (word, size, "QRESYNC"))
      self->qresync = TRUE;
  }
}

/**
 * hearth_imap_session_hear:
 * @self: a session
 * @response: what no command has taken
 */
void
hearth_imap_session_hear (HearthImapSession *self, HearthImapResponse *response)
{
  if (response->kind == HEARTH_IMAP_RESPONSE_STATUS) {
    if (hearth_imap_response_is (response, "CAPABILITY"))
      hearth_imap_session_read_features (self, &response->rest);
    else if (response->code == HEARTH_IMAP_CODE_CLOSED)
      self->deaf = FALSE;
    return;
  }
  if (response->kind == HEARTH_IMAP_RESPONSE_NUMBER) {
    if (!self->deaf)
      hear_number (self, response);
    return;
  }
  if (hearth_imap_response_is (response, "CAPABILITY"))
    hearth_imap_session_read_features (self, &response->rest);
  else if (hearth_imap_response_is (response, "ENABLED"))
    hear_enabled (self, &response->rest);
  else if (hearth_imap_response_is (response, "VANISHED") && !self->deaf)
    hear_vanished (self, &response->rest);
}
