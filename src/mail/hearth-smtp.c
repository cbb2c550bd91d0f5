/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-smtp.h"

#include "hearth-certificate.h"
#include "hearth-http-opener.h"
#include "hearth-http.h"
#include "hearth-text.h"

#include <curl/curl.h>
#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

/* Submission over libcurl, RFC 6409 and RFC 8314. What libcurl says of a failure is too little to
 * know whether the server has the mail; so the commands, the replies and the bytes that went are
 * watched by its debug callback, which keeps nothing of what is said while a login is proven. */

/* What EHLO says instead of this computer's name, RFC 5321, section 4.1.4: servers that a mail is
 * submitted to take it, and it tells nothing. */
#define EHLO_NAME "%5B127.0.0.1%5D"

#define MAX_REPLY 2000
#define MAX_REPLY_CHARS 300

/* Seconds that are still given to an answer when the program has to end. */
#define END_GRACE 3

/* Seconds for the leave-taking, which changes nothing any more. */
#define QUIT_GRACE 2

/* libcurl's own watch, which only backs up the one here. */
#define CURL_RESPONSE_TIMEOUT 900

static const HearthSmtpTimeouts standard_timeouts = { 60, 300, 180, 600 };

/* (nullable): a file of authorities that are trusted instead of the system's. */
static const char *authorities;

typedef enum {
  PHASE_CONNECT,
  PHASE_HELLO,
  PHASE_AUTH,
  PHASE_MAIL,
  PHASE_RCPT,
  PHASE_DATA, /* asked whether the bytes may come */
  PHASE_BODY, /* they are on their way */
  PHASE_END,  /* all of them were handed over: the answer decides */
  PHASE_QUIT,
} Phase;

typedef struct {
  const HearthSmtpMail *mail;
  const HearthSmtpTimeouts *timeouts;
  GCancellable *cancellable;
  Phase phase;
  gsize handed;    /* bytes that libcurl took */
  guint64 written; /* bytes that the network took */
  guint n_rcpt;    /* recipients that were named */
  guint code;      /* of the last reply */
  guint end_code;  /* of the reply to the whole mail */
  GString *reply;  /* (owned) the last reply */
  gboolean reply_ended;
  gboolean has_utf8; /* the server has SMTPUTF8 */
  gboolean needs_utf8;
  gboolean leaving; /* what is said from now on is a farewell */
  gboolean stopped; /* by the cancellable or the caller */
  gboolean timed_out;
  HearthHttpOpener opener; /* refuses where TLS is wanted */
  HearthTrafficPurpose purpose;
  gboolean looks;    /* only at the certificate, whatever it is */
  gint64 last_event; /* monotonic microseconds */
  gint64 stop_asked;
  gint64 ended_at;
} Attempt;

/**
 * hearth_smtp_result_free:
 * @self: (transfer full) (nullable): a result
 */
void
hearth_smtp_result_free (HearthSmtpResult *self)
{
  if (self == NULL)
    return;
  g_free (self->reply);
  g_free (self->recipient);
  g_free (self->sentence);
  g_free (self);
}

static gboolean
has_prefix (const char *data, gsize size, const char *prefix)
{
  gsize n = strlen (prefix);

  return size >= n && g_ascii_strncasecmp (data, prefix, n) == 0;
}

/* A command that goes out. While a login is proven, lines are secrets, and none of them can be
 * mistaken for what follows: base64 has no blank. */
static void
note_command (Attempt *self, const char *data, gsize size)
{
  if (has_prefix (data, size, "MAIL FROM:"))
    self->phase = PHASE_MAIL;
  else if (self->phase >= PHASE_MAIL && has_prefix (data, size, "RCPT TO:")) {
    self->phase = PHASE_RCPT;
    self->n_rcpt++;
  } else if (self->phase == PHASE_RCPT && has_prefix (data, size, "DATA\r\n"))
    self->phase = PHASE_DATA;
  else if (self->phase < PHASE_AUTH && has_prefix (data, size, "AUTH "))
    self->phase = PHASE_AUTH;
  else if (has_prefix (data, size, "QUIT\r\n"))
    self->leaving = TRUE;
  else if (self->phase == PHASE_CONNECT)
    self->phase = PHASE_HELLO;
}

static void
note_reply (Attempt *self, const char *data, gsize size)
{
  gboolean last;

  if (self->leaving || size < 3 || !g_ascii_isdigit (data[0]) || !g_ascii_isdigit (data[1]) ||
      !g_ascii_isdigit (data[2]))
    return;
  last = size == 3 || data[3] != '-';
  if (self->reply_ended)
    g_string_truncate (self->reply, 0);
  self->reply_ended = last;
  self->code = (data[0] - '0') * 100 + (data[1] - '0') * 10 + (data[2] - '0');
  if (self->reply->len < MAX_REPLY && size > 4) {
    if (self->reply->len > 0)
      g_string_append_c (self->reply, ' ');
    g_string_append_len (self->reply, data + 4, MIN (size - 4, MAX_REPLY));
  }
  if (self->phase == PHASE_HELLO && has_prefix (data + 3, size - 3, "-SMTPUTF8"))
    self->has_utf8 = TRUE;
  if (self->phase == PHASE_HELLO && has_prefix (data + 3, size - 3, " SMTPUTF8"))
    self->has_utf8 = TRUE;
  if (last && self->phase == PHASE_END && self->end_code == 0) {
    self->end_code = self->code;
    self->ended_at = g_get_monotonic_time ();
    self->phase = PHASE_QUIT;
  }
}

static int
debug_cb (CURL *easy, curl_infotype type, char *data, size_t size, void *user_data)
{
  Attempt *self = user_data;

  if (type == CURLINFO_HEADER_OUT || type == CURLINFO_DATA_OUT)
    hearth_sockets_tell (self->opener.tally, size, 0);
  else if (type == CURLINFO_HEADER_IN || type == CURLINFO_DATA_IN)
    hearth_sockets_tell (self->opener.tally, 0, size);
  switch (type) {
  case CURLINFO_HEADER_OUT:
    if (self->phase < PHASE_BODY)
      note_command (self, data, size);
    break;
  case CURLINFO_HEADER_IN:
    note_reply (self, data, size);
    break;
  case CURLINFO_DATA_OUT:
    self->written += size;
    break;
  case CURLINFO_TEXT:
  case CURLINFO_DATA_IN:
  case CURLINFO_SSL_DATA_IN:
  case CURLINFO_SSL_DATA_OUT:
  case CURLINFO_END:
  default:
    return 0;
  }
  self->last_event = g_get_monotonic_time ();
  return 0;
}

static size_t
read_cb (char *buffer, size_t size, size_t n_items, void *user_data)
{
  Attempt *self = user_data;
  gsize total, n;
  const char *data = g_bytes_get_data (self->mail->content, &total);

  if (self->phase == PHASE_DATA) {
    /* The last moment at which it is certain that the server has not got it. */
    if (self->code != 354 || (self->needs_utf8 && !self->has_utf8))
      return CURL_READFUNC_ABORT;
    if (g_cancellable_is_cancelled (self->cancellable) ||
        (self->mail->begin != NULL && !self->mail->begin (self->mail->user_data))) {
      self->stopped = TRUE;
      return CURL_READFUNC_ABORT;
    }
    self->phase = PHASE_BODY;
  }
  if (self->phase != PHASE_BODY)
    return self->phase == PHASE_END ? 0 : CURL_READFUNC_ABORT;
  n = MIN (size * n_items, total - self->handed);
  memcpy (buffer, data + self->handed, n);
  self->handed += n;
  if (self->handed == total)
    self->phase = PHASE_END;
  self->last_event = g_get_monotonic_time ();
  return n;
}

static guint
get_patience (Attempt *self)
{
  switch (self->phase) {
  case PHASE_CONNECT:
  case PHASE_HELLO:
  case PHASE_AUTH:
    return self->timeouts->connect;
  case PHASE_BODY:
    return self->timeouts->data;
  case PHASE_END:
    return self->timeouts->end;
  case PHASE_QUIT:
    return QUIT_GRACE;
  case PHASE_MAIL:
  case PHASE_RCPT:
  case PHASE_DATA:
  default:
    return self->timeouts->command;
  }
}

/* Called at least once a second. */
static int
progress_cb (void *user_data, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
  Attempt *self = user_data;
  gint64 now = g_get_monotonic_time ();

  if (self->phase == PHASE_QUIT)
    return now - self->ended_at > QUIT_GRACE * G_USEC_PER_SEC;
  if (g_cancellable_is_cancelled (self->cancellable)) {
    if (self->stop_asked == 0)
      self->stop_asked = now;
    /* Where the server may have it already, a moment's patience may still tell. */
    if (self->phase != PHASE_END || now - self->stop_asked > END_GRACE * G_USEC_PER_SEC) {
      self->stopped = TRUE;
      return 1;
    }
  }
  if (now - self->last_event > (gint64) get_patience (self) * G_USEC_PER_SEC) {
    self->timed_out = TRUE;
    return 1;
  }
  return 0;
}

static char *
make_url (const HearthMailServer *server)
{
  g_autofree char *ascii = g_hostname_to_ascii (server->host);
  const char *host = ascii != NULL ? ascii : server->host;
  gboolean brackets = strchr (host, ':') != NULL;

  return g_strdup_printf ("%s://%s%s%s:%u/%s",
                          server->security == HEARTH_SECURITY_TLS ? "smtps" : "smtp",
                          brackets ? "[" : "", host, brackets ? "]" : "", server->port, EHLO_NAME);
}

static gboolean
server_is_sound (const HearthMailServer *server)
{
  if (server->host == NULL || *server->host == '\0' || server->port == 0)
    return FALSE;
  for (const char *p = server->host; *p != '\0'; p++) {
    if ((guchar) *p <= 0x20 || strchr ("/?#@%\\", *p) != NULL)
      return FALSE;
  }
  return TRUE;
}

static void
set_login (CURL *easy, const HearthCredentials *credentials)
{
  curl_easy_setopt (easy, CURLOPT_USERNAME, credentials->user);
  if (credentials->mechanism == HEARTH_MECHANISM_TOKEN) {
    curl_easy_setopt (easy, CURLOPT_XOAUTH2_BEARER, credentials->secret);
    curl_easy_setopt (easy, CURLOPT_LOGIN_OPTIONS, "AUTH=OAUTHBEARER;AUTH=XOAUTH2");
  } else {
    curl_easy_setopt (easy, CURLOPT_PASSWORD, credentials->secret);
    curl_easy_setopt (easy, CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN");
  }
  curl_easy_setopt (easy, CURLOPT_SASL_IR, 1L);
}

static void
set_security (CURL *easy, Attempt *self, const HearthMailServer *server, const char *public_key)
{
  gboolean check = public_key == NULL && !self->looks;

  curl_easy_setopt (easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt (easy, CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2);
  if (server->security == HEARTH_SECURITY_NONE) {
    curl_easy_setopt (easy, CURLOPT_USE_SSL, (long) CURLUSESSL_NONE);
    return;
  }
  curl_easy_setopt (easy, CURLOPT_USE_SSL, (long) CURLUSESSL_ALL);
  /* A certificate that the owner accepted fails these checks; its key is checked instead, before a
   * word is said. */
  curl_easy_setopt (easy, CURLOPT_SSL_VERIFYPEER, check ? 1L : 0L);
  curl_easy_setopt (easy, CURLOPT_SSL_VERIFYHOST, check ? 2L : 0L);
  if (public_key != NULL)
    curl_easy_setopt (easy, CURLOPT_PINNEDPUBLICKEY, public_key);
  if (authorities != NULL)
    curl_easy_setopt (easy, CURLOPT_CAINFO, authorities);
}

static CURL *
make_easy (Attempt *self, const HearthMailServer *server, const char *public_key)
{
  g_autofree char *url = make_url (server);
  CURL *easy;

  hearth_http_ensure_curl ();
  easy = curl_easy_init ();
  curl_easy_setopt (easy, CURLOPT_URL, url);
  curl_easy_setopt (easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (easy, CURLOPT_NETRC, (long) CURL_NETRC_IGNORED);
  /* A connection that was used before could have died: libcurl would send once more. */
  curl_easy_setopt (easy, CURLOPT_FRESH_CONNECT, 1L);
  curl_easy_setopt (easy, CURLOPT_FORBID_REUSE, 1L);
  curl_easy_setopt (easy, CURLOPT_CONNECTTIMEOUT, (long) self->timeouts->connect);
  curl_easy_setopt (easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long) CURL_RESPONSE_TIMEOUT);
  curl_easy_setopt (easy, CURLOPT_VERBOSE, 1L);
  curl_easy_setopt (easy, CURLOPT_DEBUGFUNCTION, debug_cb);
  curl_easy_setopt (easy, CURLOPT_DEBUGDATA, self);
  curl_easy_setopt (easy, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt (easy, CURLOPT_XFERINFOFUNCTION, progress_cb);
  curl_easy_setopt (easy, CURLOPT_XFERINFODATA, self);
  set_security (easy, self, server, public_key);
  /* Without TLS nothing is said to another computer, whatever its name resolves to. */
  self->opener.tally = hearth_sockets_get_tally (server->host, self->purpose);
  self->opener.allowed = server->security == HEARTH_SECURITY_NONE ? HEARTH_HTTP_OPENER_LOOPBACK
                                                                  : HEARTH_HTTP_OPENER_ANY;
  hearth_http_opener_attach (&self->opener, easy);
  return easy;
}

static size_t
ignore_cb (char *data, size_t size, size_t n_items, void *user_data)
{
  return size * n_items;
}

/* Connects, says nothing of the owner, and leaves. */
static CURLcode
run_noop (CURL *easy)
{
  curl_easy_setopt (easy, CURLOPT_CUSTOMREQUEST, "NOOP");
  curl_easy_setopt (easy, CURLOPT_NOBODY, 1L);
  curl_easy_setopt (easy, CURLOPT_WRITEFUNCTION, ignore_cb);
  return curl_easy_perform (easy);
}

static const char *
find_pem (CURL *easy)
{
  struct curl_certinfo *info = NULL;

  if (curl_easy_getinfo (easy, CURLINFO_CERTINFO, &info) != CURLE_OK || info == NULL ||
      info->num_of_certs < 1)
    return NULL;
  for (struct curl_slist *item = info->certinfo[0]; item != NULL; item = item->next) {
    if (g_str_has_prefix (item->data, "Cert:"))
      return item->data + strlen ("Cert:");
  }
  return NULL;
}

/* Nothing of what the look at the certificate showed counts for the mail. */
static void
attempt_begin_again (Attempt *self)
{
  self->looks = FALSE;
  self->phase = PHASE_CONNECT;
  self->code = 0;
  self->has_utf8 = FALSE;
  self->leaving = FALSE;
  self->reply_ended = FALSE;
  g_string_truncate (self->reply, 0);
  self->last_event = g_get_monotonic_time ();
}

/* libcurl pins keys and the owner accepted a certificate: it is looked at on a connection of its
 * own first, and its key is what the real one insists on. Where the server shows another by now,
 * the real one makes the usual checks: one that passes them needs nobody's leave. */
static CURLcode
find_pinned_key (Attempt *self, const HearthMailServer *server, char **public_key)
{
  const char *pem;
  g_autofree char *pin = NULL;
  CURLcode code;
  CURL *easy;

  self->looks = TRUE;
  easy = make_easy (self, server, NULL);
  curl_easy_setopt (easy, CURLOPT_CERTINFO, 1L);
  code = run_noop (easy);
  pem = find_pem (easy);
  if (pem != NULL)
    pin = hearth_certificate_dup_pin (pem);
  if (pin != NULL && g_ascii_strcasecmp (pin, server->pin) == 0) {
    *public_key = hearth_certificate_dup_public_key (pem);
    /* What a server says to a NOOP without a login is no matter. */
    code = *public_key != NULL ? CURLE_OK : CURLE_SSL_PINNEDPUBKEYNOTMATCH;
  } else if (pin != NULL) {
    code = CURLE_OK;
  }
  curl_easy_cleanup (easy);
  attempt_begin_again (self);
  return code;
}

/* Of a certificate that is neither the accepted one nor passes the checks, the first is what the
 * owner must know. */
static CURLcode
name_mismatch (CURLcode code, const HearthMailServer *server, const char *public_key)
{
  gboolean distrusted =
      code == CURLE_PEER_FAILED_VERIFICATION || (int) code == CURLE_SSL_ISSUER_ERROR;

  return distrusted && server->pin != NULL && public_key == NULL ? CURLE_SSL_PINNEDPUBKEYNOTMATCH
                                                                 : code;
}

static char *
dup_reply (Attempt *self)
{
  g_autofree char *clean = hearth_text_clean (self->reply->str, -1);
  g_autofree char *line = hearth_text_one_line (clean, MAX_REPLY_CHARS);

  return *line != '\0' ? g_steal_pointer (&line) : NULL;
}

/* The recipient that the last reply was about. */
static const char *
get_recipient (Attempt *self)
{
  if (self->phase != PHASE_RCPT || self->n_rcpt == 0 ||
      self->n_rcpt > g_strv_length ((char **) self->mail->recipients))
    return NULL;
  return self->mail->recipients[self->n_rcpt - 1];
}

/* RFC 4954, section 6, and 530 of RFC 3207. */
static gboolean
is_auth_code (guint code)
{
  return code == 530 || code == 534 || code == 535 || code == 538;
}

/* Whether the server may have got all of it. A mail that the network did not take to its last byte
 * is one without an end, and no server keeps that, RFC 5321, section 4.1.1.4. */
static gboolean
may_be_sent (Attempt *self)
{
  return self->phase == PHASE_END && self->written >= g_bytes_get_size (self->mail->content);
}

static HearthSmtpOutcome
judge (Attempt *self, CURLcode code)
{
  if (self->end_code != 0) {
    if (self->end_code / 100 == 2)
      return HEARTH_SMTP_SENT;
    if (self->end_code / 100 == 4)
      return HEARTH_SMTP_TRY_LATER;
    return self->end_code / 100 == 5 ? HEARTH_SMTP_REFUSED : HEARTH_SMTP_UNKNOWN;
  }
  if (may_be_sent (self))
    return HEARTH_SMTP_UNKNOWN;
  if (self->stopped || self->timed_out)
    return HEARTH_SMTP_TRY_LATER;
  if (self->phase == PHASE_DATA && self->code == 354 && self->needs_utf8 && !self->has_utf8)
    return HEARTH_SMTP_REFUSED;
  if (code == CURLE_LOGIN_DENIED || self->phase == PHASE_AUTH)
    return self->code / 100 == 5 || (code == CURLE_LOGIN_DENIED && self->code / 100 == 2)
               ? HEARTH_SMTP_AUTH
               : HEARTH_SMTP_TRY_LATER;
  if (self->phase >= PHASE_MAIL && self->phase <= PHASE_DATA && self->reply_ended) {
    if (is_auth_code (self->code))
      return HEARTH_SMTP_AUTH;
    if (self->code / 100 == 5)
      return HEARTH_SMTP_REFUSED;
  }
  return HEARTH_SMTP_TRY_LATER;
}

static char *
describe_network (Attempt *self, CURLcode code, const char *host)
{
  if (self->opener.refused)
    return g_strdup_printf (_("“%s” is another computer, and without encryption nothing is sent "
                               "to it. Choose TLS or STARTTLS in the account’s settings."),
                            host);
  if (self->timed_out || code == CURLE_OPERATION_TIMEDOUT)
    return g_strdup_printf (_("The server “%s” does not answer."), host);
  switch ((int) code) {
  case CURLE_COULDNT_RESOLVE_HOST:
  case CURLE_COULDNT_RESOLVE_PROXY:
    return g_strdup_printf (_("There is no server with the name “%s”, or no network."), host);
  case CURLE_COULDNT_CONNECT:
    return g_strdup_printf (_("The server “%s” cannot be reached."), host);
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_ISSUER_ERROR:
    return g_strdup_printf (_("The certificate of “%s” cannot be trusted, so nothing was sent. It "
                               "can be looked at in the account’s settings."),
                            host);
  case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    return g_strdup_printf (_("“%s” shows another certificate than the one that you accepted, so "
                               "nothing was sent."),
                            host);
  case CURLE_USE_SSL_FAILED:
    return g_strdup_printf (_("The server “%s” offers no encryption, so nothing was sent."), host);
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_SSL_CIPHER:
  case CURLE_SSL_CACERT_BADFILE:
    return g_strdup_printf (_("No encrypted connection to “%s” could be made."), host);
  case CURLE_UNSUPPORTED_PROTOCOL:
  case CURLE_NOT_BUILT_IN:
    return g_strdup (_("This system’s libcurl cannot send mail."));
  default:
    return g_strdup_printf (_("The connection to “%s” broke off before the mail was handed over."),
                            host);
  }
}

static char *
describe_refusal (Attempt *self, const HearthSmtpResult *result, const char *host)
{
  const char *words = result->reply != NULL ? result->reply : "";

  if (self->needs_utf8 && !self->has_utf8)
    return g_strdup_printf (_("The server “%s” cannot send to addresses with letters other than "
                               "English ones before the @."),
                            host);
  if (result->recipient != NULL)
    /* Translators: server, address, code, the server's words */
    return g_strdup_printf (_("“%s” does not take mail to %s: %u %s"), host, result->recipient,
                            result->code, words);
  /* Translators: server, code, the server's words */
  return g_strdup_printf (_("“%s” does not take this mail: %u %s"), host, result->code, words);
}

static char *
describe (Attempt *self, const HearthSmtpResult *result, CURLcode code, const char *host)
{
  const char *words = result->reply != NULL ? result->reply : "";
  gboolean answered = self->end_code != 0 || (self->reply_ended && self->code >= 400);

  switch (result->outcome) {
  case HEARTH_SMTP_SENT:
    return NULL;
  case HEARTH_SMTP_REFUSED:
    return describe_refusal (self, result, host);
  case HEARTH_SMTP_AUTH:
    if (self->code / 100 == 2)
      return g_strdup_printf (_("The server “%s” offers no way to sign in that is known here."),
                              host);
    return g_strdup_printf (_("“%s” refuses the sign-in: %u %s"), host, result->code, words);
  case HEARTH_SMTP_UNKNOWN:
    return g_strdup_printf (_("The connection to “%s” broke off before it said whether it has the "
                               "mail. It may have been sent."),
                            host);
  case HEARTH_SMTP_TRY_LATER:
  default:
    if (answered && !self->timed_out && result->recipient != NULL)
      return g_strdup_printf (_("“%s” does not take mail to %s now: %u %s"), host,
                              result->recipient, result->code, words);
    if (answered && !self->timed_out)
      return g_strdup_printf (_("“%s” does not take the mail now: %u %s"), host, result->code,
                              words);
    return describe_network (self, code, host);
  }
}

static HearthSmtpResult *
make_result (Attempt *self, CURLcode code, const char *host)
{
  HearthSmtpResult *result = g_new0 (HearthSmtpResult, 1);

  result->outcome = judge (self, code);
  result->code = self->end_code != 0 ? self->end_code : self->code;
  result->reply = dup_reply (self);
  result->recipient = g_strdup (get_recipient (self));
  result->cancelled = self->stopped;
  result->n_bytes = self->written;
  result->sentence = describe (self, result, code, host);
  return result;
}

static HearthSmtpResult *
make_unsound (const char *host)
{
  HearthSmtpResult *result = g_new0 (HearthSmtpResult, 1);

  result->outcome = HEARTH_SMTP_REFUSED;
  result->sentence = host != NULL && *host != '\0'
                         ? g_strdup_printf (_("“%s” is not the name of a server."), host)
                         : g_strdup (_("This account has no server to send with."));
  return result;
}

static void
attempt_init (Attempt *self, const HearthSmtpTimeouts *timeouts, GCancellable *cancellable)
{
  self->timeouts = timeouts != NULL ? timeouts : &standard_timeouts;
  self->cancellable = cancellable;
  self->reply = g_string_new (NULL);
  self->last_event = g_get_monotonic_time ();
}

static void
attempt_clear (Attempt *self)
{
  g_string_free (self->reply, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Attempt, attempt_clear)

static CURLcode
hand_over (Attempt *self, const char *public_key)
{
  const HearthSmtpMail *mail = self->mail;
  CURL *easy = make_easy (self, mail->server, public_key);
  struct curl_slist *recipients = NULL;
  CURLcode code;

  for (guint i = 0; mail->recipients[i] != NULL; i++) {
    recipients = curl_slist_append (recipients, mail->recipients[i]);
    self->needs_utf8 |= !g_str_is_ascii (mail->recipients[i]);
  }
  self->needs_utf8 |= !g_str_is_ascii (mail->sender);
  if (mail->credentials != NULL)
    set_login (easy, mail->credentials);
  curl_easy_setopt (easy, CURLOPT_MAIL_FROM, mail->sender);
  curl_easy_setopt (easy, CURLOPT_MAIL_RCPT, recipients);
  curl_easy_setopt (easy, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt (easy, CURLOPT_READFUNCTION, read_cb);
  curl_easy_setopt (easy, CURLOPT_READDATA, self);
  /* Told to the server as SIZE, RFC 1870, so that what is too large is refused before it goes. */
  curl_easy_setopt (easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t) g_bytes_get_size (mail->content));
  code = curl_easy_perform (easy);
  curl_easy_cleanup (easy);
  curl_slist_free_all (recipients);
  return code;
}

/* Nothing that goes into a command may end it. */
static gboolean
envelope_is_sound (const HearthSmtpMail *mail)
{
  if (g_bytes_get_size (mail->content) == 0 || mail->recipients[0] == NULL ||
      strpbrk (mail->sender, "\r\n<>") != NULL)
    return FALSE;
  for (guint i = 0; mail->recipients[i] != NULL; i++) {
    if (*mail->recipients[i] == '\0' || strpbrk (mail->recipients[i], "\r\n<>") != NULL)
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_smtp_set_authorities:
 * @path: (nullable): a file of certificates, for as long as the program runs
 *
 * Trusts the authorities in @path and not those of the system. For tests, before anything is sent.
 */
void
hearth_smtp_set_authorities (const char *path)
{
  authorities = path;
}

/**
 * hearth_smtp_send_sync:
 * @mail: a mail and where it goes
 * @cancellable: (nullable): to stop; where the server may have the mail already, its answer is
 *   still waited for a moment
 *
 * Hands a mail to a submission server, over TLS or, to this computer only, without. Either all
 * recipients are taken or nobody gets it.
 *
 * Returns: (transfer full): exactly what is known of it
 */
HearthSmtpResult *
hearth_smtp_send_sync (const HearthSmtpMail *mail, GCancellable *cancellable)
{
  g_auto (Attempt) self = { .mail = mail, .purpose = HEARTH_TRAFFIC_SEND };
  g_autofree char *public_key = NULL;
  CURLcode code = CURLE_OK;

  attempt_init (&self, mail->timeouts, cancellable);
  if (!server_is_sound (mail->server) || !envelope_is_sound (mail))
    return make_unsound (mail->server->host);
  if (mail->server->pin != NULL && mail->server->security != HEARTH_SECURITY_NONE)
    code = find_pinned_key (&self, mail->server, &public_key);
  if (code == CURLE_OK)
    code = name_mismatch (hand_over (&self, public_key), mail->server, public_key);
  return make_result (&self, code, mail->server->host);
}

/**
 * hearth_smtp_test_sync:
 * @server: a submission server
 * @credentials: (nullable): to sign in with
 * @timeouts: (nullable): %NULL for those of the standard
 * @cancellable: (nullable): to stop
 *
 * Connects and signs in as for a mail, and sends none.
 *
 * Returns: (transfer full): %HEARTH_SMTP_SENT if a mail could be sent, else what is in the way
 */
HearthSmtpResult *
hearth_smtp_test_sync (const HearthMailServer *server, const HearthCredentials *credentials,
                       const HearthSmtpTimeouts *timeouts, GCancellable *cancellable)
{
  static const char *const nobody[] = { NULL };
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  HearthSmtpMail mail = { .server = server, .recipients = nobody, .content = nothing };
  g_auto (Attempt) self = { .mail = &mail, .purpose = HEARTH_TRAFFIC_TEST };
  g_autofree char *public_key = NULL;
  CURLcode code = CURLE_OK;

  attempt_init (&self, timeouts, cancellable);
  if (!server_is_sound (server))
    return make_unsound (server->host);
  if (server->pin != NULL && server->security != HEARTH_SECURITY_NONE)
    code = find_pinned_key (&self, server, &public_key);
  if (code == CURLE_OK) {
    CURL *easy = make_easy (&self, server, public_key);

    if (credentials != NULL)
      set_login (easy, credentials);
    code = name_mismatch (run_noop (easy), server, public_key);
    curl_easy_cleanup (easy);
    if (code == CURLE_OK)
      self.end_code = 250;
  }
  return make_result (&self, code, server->host);
}
