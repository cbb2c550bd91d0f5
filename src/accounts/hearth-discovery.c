/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-discovery.h"

#include "hearth-account-settings.h"
#include "hearth-autoconfig.h"
#include "hearth-goa.h"
#include "hearth-mail-records.h"
#include "hearth-provider.h"
#include "hearth-server-probe.h"

#include <glib/gi18n.h>
#include <string.h>

/* A person waits. What is not known after this time is not asked any more. */
#define DEADLINE_MS 9500
/* Once somebody who must know has answered, the guesses get no more than this. */
#define GUESSES_MS 3000
#define FETCH_MS 8000
#define MAX_MX 4
#define MAX_CHOICES 12

/**
 * HearthDiscovery:
 *
 * Finds the servers of an address without its password: the desktop's online accounts, what Hearth
 * knows, the file of the address's domain, a list of providers, DNS, and guesses, all asked at
 * once. Lives on the main thread.
 *
 * The file at the address's own domain is asked for with the address, as that domain gave it; the
 * list of providers learns the domain and nothing more.
 */
struct _HearthDiscovery {
  GObject parent_instance;

  HearthHttp *http;      /* (owned) */
  char *ispdb;           /* (owned) "" for none */
  GResolver *resolver;   /* (owned) */
  char *web;             /* (owned) (nullable) stands for all of the web, in tests */
  HearthPlaceFunc place; /* (nullable) only in tests */
  gpointer place_data;
};

G_DEFINE_FINAL_TYPE (HearthDiscovery, hearth_discovery, G_TYPE_OBJECT)

/* One search, held by all that is under way for it. */
typedef struct {
  gatomicrefcount refs;
  HearthDiscovery *self;     /* (owned) */
  GTask *task;               /* (owned) (nullable) once it has returned */
  GCancellable *cancellable; /* (owned) */
  GCancellable *outer;       /* (owned) (nullable) the caller's */
  gulong outer_handler;
  char *address;                      /* (owned) */
  const char *domain;                 /* in address */
  GPtrArray *choices;                 /* (owned) of HearthAccountChoice */
  GPtrArray *told;                    /* (owned) of char *: hosts that learnt the domain */
  GHashTable *guessed;                /* (owned) "host port" that are tried */
  HearthAccountChoice *guess_imap[2]; /* (owned) (nullable): with TLS, with STARTTLS */
  HearthMailServer guess_smtp;        /* (owned) the best that answered */
  int guess_imap_rank[2];
  int guess_smtp_rank;
  guint waiting;
  guint deadline;
  guint guesses_end;
  gint64 begun; /* monotonic microseconds */
} Search;

/* Part of a search that is under way. */
typedef struct {
  Search *search; /* (owned) */
  HearthChoiceOrigin origin;
  char *place;             /* (owned) */
  char *plain_url;         /* (owned) (nullable): asked if @place cannot be over https */
  HearthMailServer server; /* (owned) */
  HearthProtocol protocol;
  int rank;
} Part;

static void
search_unref (Search *search)
{
  if (!g_atomic_ref_count_dec (&search->refs))
    return;
  g_ptr_array_unref (search->choices);
  g_ptr_array_unref (search->told);
  g_hash_table_unref (search->guessed);
  for (guint i = 0; i < G_N_ELEMENTS (search->guess_imap); i++)
    hearth_account_choice_free (search->guess_imap[i]);
  hearth_mail_server_clear (&search->guess_smtp);
  g_clear_object (&search->outer);
  g_object_unref (search->cancellable);
  g_clear_object (&search->task);
  g_object_unref (search->self);
  g_free (search->address);
  g_free (search);
}

static Part *
part_new (Search *search, HearthChoiceOrigin origin, const char *place)
{
  Part *part = g_new0 (Part, 1);

  g_atomic_ref_count_inc (&search->refs);
  part->search = search;
  part->origin = origin;
  part->place = g_strdup (place);
  search->waiting++;
  return part;
}

static void
add_told (Search *search, const char *host)
{
  for (guint i = 0; i < search->told->len; i++) {
    if (g_strcmp0 (g_ptr_array_index (search->told, i), host) == 0)
      return;
  }
  g_ptr_array_add (search->told, g_strdup (host));
}

/* What the guesses came to: a server that answers, and one to send through. */
static void
take_guesses (Search *search)
{
  for (guint i = 0; i < G_N_ELEMENTS (search->guess_imap); i++) {
    HearthAccountChoice *choice = g_steal_pointer (&search->guess_imap[i]);

    if (choice == NULL)
      continue;
    if (search->guess_smtp.host != NULL) {
      hearth_mail_server_clear (&choice->account->smtp);
      hearth_mail_server_copy (&search->guess_smtp, &choice->account->smtp);
    }
    g_ptr_array_add (search->choices, choice);
  }
}

static gint
compare_cb (gconstpointer a, gconstpointer b)
{
  return hearth_account_choice_compare (*(HearthAccountChoice *const *) a,
                                        *(HearthAccountChoice *const *) b);
}

/* The likeliest first, and each once. */
static GPtrArray *
sort_choices (Search *search)
{
  GPtrArray *sorted = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_account_choice_free);

  g_ptr_array_sort (search->choices, compare_cb);
  for (guint i = 0; i < search->choices->len && sorted->len < MAX_CHOICES; i++) {
    HearthAccountChoice *choice = g_ptr_array_index (search->choices, i);
    gboolean known = FALSE;

    for (guint j = 0; j < sorted->len && !known; j++)
      known = hearth_account_choice_is_same (choice, g_ptr_array_index (sorted, j));
    if (known)
      hearth_account_choice_free (choice);
    else
      g_ptr_array_add (sorted, choice);
    search->choices->pdata[i] = NULL;
  }
  return sorted;
}

static void
finish (Search *search)
{
  g_autoptr (GTask) task = g_steal_pointer (&search->task);

  if (task == NULL)
    return;
  g_clear_handle_id (&search->deadline, g_source_remove);
  g_clear_handle_id (&search->guesses_end, g_source_remove);
  if (search->outer != NULL)
    g_cancellable_disconnect (search->outer, search->outer_handler);
  if (g_task_return_error_if_cancelled (task)) {
    g_cancellable_cancel (search->cancellable);
    return;
  }
  take_guesses (search);
  g_object_set_data_full (G_OBJECT (task), "told", g_ptr_array_ref (search->told),
                          (GDestroyNotify) g_ptr_array_unref);
  g_task_return_pointer (task, sort_choices (search), (GDestroyNotify) g_ptr_array_unref);
  g_cancellable_cancel (search->cancellable);
}

static gboolean
deadline_cb (gpointer user_data)
{
  Search *search = user_data;

  search->deadline = 0;
  finish (search);
  return G_SOURCE_REMOVE;
}

static gboolean
guesses_end_cb (gpointer user_data)
{
  Search *search = user_data;

  search->guesses_end = 0;
  finish (search);
  return G_SOURCE_REMOVE;
}

static gboolean
knows (const Search *search)
{
  for (guint i = 0; i < search->choices->len; i++) {
    const HearthAccountChoice *choice = g_ptr_array_index (search->choices, i);

    if (choice->origin <= HEARTH_CHOICE_ISPDB && *choice->problem == '\0')
      return TRUE;
  }
  return FALSE;
}

static void
part_end (Part *part)
{
  Search *search = part->search;

  search->waiting--;
  if (search->task != NULL && search->waiting == 0) {
    finish (search);
  } else if (search->task != NULL && search->guesses_end == 0 && knows (search)) {
    gint64 passed = (g_get_monotonic_time () - search->begun) / 1000;

    search->guesses_end =
        g_timeout_add ((guint) MAX (0, GUESSES_MS - passed), guesses_end_cb, search);
  }
  g_free (part->place);
  g_free (part->plain_url);
  hearth_mail_server_clear (&part->server);
  g_free (part);
  search_unref (search);
}

static void
take_choices (Search *search, GPtrArray *choices)
{
  for (guint i = 0; search->task != NULL && i < choices->len; i++) {
    g_ptr_array_add (search->choices, g_ptr_array_index (choices, i));
    choices->pdata[i] = NULL;
  }
}

static void fetch (Part *part, const char *url);

/* A domain that speaks no https may still have the file, which holds nothing secret; anybody on
 * the way may have written it, though. */
static gboolean
may_go_plain (const GError *error)
{
  return g_error_matches (error, HEARTH_HTTP_ERROR, HEARTH_HTTP_ERROR_CONNECT) ||
         hearth_http_error_get_status (error) == 404;
}

static void
fetched_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Part *part = user_data;
  Search *search = part->search;
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthHttpResponse) response =
      hearth_http_send_finish (HEARTH_HTTP (object), result, &error);
  g_autoptr (GPtrArray) choices = NULL;
  gsize size;

  if (response == NULL && part->plain_url != NULL && may_go_plain (error) && search->task != NULL) {
    g_autofree char *url = g_steal_pointer (&part->plain_url);

    part->origin = HEARTH_CHOICE_PLAIN;
    fetch (part, url);
    return;
  }
  if (response != NULL && response->body != NULL) {
    const char *data = g_bytes_get_data (response->body, &size);

    choices =
        hearth_autoconfig_parse (data, size, search->address, part->origin, part->place, NULL);
  }
  if (choices != NULL)
    take_choices (search, choices);
  part_end (part);
}

/* Consumes @part in the end. */
static void
fetch (Part *part, const char *url)
{
  Search *search = part->search;
  g_autofree char *mapped = NULL;
  g_autoptr (HearthHttpRequest) request = NULL;

  if (search->self->web != NULL) {
    g_auto (GStrv) halves = g_strsplit (url, "://", 2);

    mapped = g_strconcat (search->self->web, "/", halves[0], "/", halves[1], NULL);
  }
  add_told (search, part->place);
  request = hearth_http_request_new ("GET", mapped != NULL ? mapped : url);
  request->flags = HEARTH_HTTP_FOLLOW_SAME_ORIGIN;
  if (part->origin == HEARTH_CHOICE_PLAIN)
    request->flags |= HEARTH_HTTP_ALLOW_PLAIN;
  request->limits = (HearthHttpLimits){ HEARTH_AUTOCONFIG_MAX, FETCH_MS, FETCH_MS, FETCH_MS };
  hearth_http_send_async (search->self->http, request, search->cancellable, fetched_cb, part);
}

/* The file at a domain, Mozilla's two places. */
static void
fetch_files (Search *search, const char *domain, HearthChoiceOrigin origin)
{
  g_autofree char *escaped = g_uri_escape_string (search->address, NULL, FALSE);
  g_autofree char *host = g_strconcat ("autoconfig.", domain, NULL);
  g_autofree char *first =
      g_strdup_printf ("https://%s/mail/config-v1.1.xml?emailaddress=%s", host, escaped);
  g_autofree char *second =
      g_strdup_printf ("https://%s/.well-known/autoconfig/mail/config-v1.1.xml", domain);
  Part *part = part_new (search, origin, host);

  if (origin == HEARTH_CHOICE_AUTOCONFIG)
    part->plain_url = g_strdup_printf ("http://%s/mail/config-v1.1.xml", host);
  fetch (part, first);
  fetch (part_new (search, origin, domain), second);
}

static void
ask_ispdb (Search *search, const char *domain, HearthChoiceOrigin origin)
{
  const char *base = search->self->ispdb;
  g_autoptr (HearthHttpUrl) url = *base != '\0' ? hearth_http_url_parse (base, NULL) : NULL;
  g_autofree char *whole = NULL;

  if (url == NULL)
    return;
  whole = g_strconcat (base, g_str_has_suffix (base, "/") ? "" : "/", domain, NULL);
  fetch (part_new (search, origin, url->host), whole);
}

static GSocketConnectable *
find_place (HearthDiscovery *self, const HearthMailServer *server, gboolean *nowhere)
{
  GSocketConnectable *place = NULL;

  if (self->place != NULL)
    place = self->place (server->host, server->port, self->place_data);
  *nowhere = self->place != NULL && place == NULL;
  return place;
}

static void
take_guess (Part *part, const HearthProbe *probe)
{
  Search *search = part->search;
  gboolean upgrade = part->server.security == HEARTH_SECURITY_STARTTLS;
  /* A certificate that fails comes after all that passes. */
  int rank = part->rank + (probe->certificate == NULL ? 0 : 100);

  if (part->protocol == HEARTH_PROTOCOL_SMTP) {
    rank += upgrade ? 50 : 0;
    if (search->guess_smtp.host != NULL && search->guess_smtp_rank <= rank)
      return;
    search->guess_smtp_rank = rank;
    hearth_mail_server_clear (&search->guess_smtp);
    hearth_mail_server_copy (&part->server, &search->guess_smtp);
    return;
  }
  if (search->guess_imap[upgrade] != NULL && search->guess_imap_rank[upgrade] <= rank)
    return;
  hearth_account_choice_free (search->guess_imap[upgrade]);
  search->guess_imap_rank[upgrade] = rank;
  search->guess_imap[upgrade] =
      hearth_account_choice_new (search->address, HEARTH_CHOICE_GUESS, part->server.host);
  search->guess_imap[upgrade]->answered = TRUE;
  hearth_mail_server_clear (&search->guess_imap[upgrade]->account->imap);
  hearth_mail_server_copy (&part->server, &search->guess_imap[upgrade]->account->imap);
  if (probe->certificate != NULL) {
    g_free (search->guess_imap[upgrade]->problem);
    search->guess_imap[upgrade]->problem = g_strdup (probe->certificate->reason);
  }
}

static void
probed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Part *part = user_data;
  g_autoptr (HearthProbe) probe = hearth_server_probe_finish (result, NULL);

  if (probe != NULL && probe->password && part->search->task != NULL)
    take_guess (part, probe);
  part_end (part);
}

static void
guess (Search *search, const char *host, guint16 port, HearthProtocol protocol,
       HearthSecurity security, int rank)
{
  g_autofree char *name = g_strdup_printf ("%s %u", host, port);
  g_autoptr (GSocketConnectable) place = NULL;
  gboolean nowhere;
  Part *part;

  if (!g_hash_table_add (search->guessed, g_steal_pointer (&name)))
    return;
  part = part_new (search, HEARTH_CHOICE_GUESS, host);
  part->server = (HearthMailServer){
    .host = g_strdup (host), .port = port, .security = security, .user = g_strdup (search->address)
  };
  part->protocol = protocol;
  part->rank = rank;
  place = find_place (search->self, &part->server, &nowhere);
  if (nowhere)
    part_end (part);
  else
    hearth_server_probe_async (&part->server, protocol, place, search->cancellable, probed_cb,
                               part);
}

static void
guess_host (Search *search, const char *host, gboolean imap, gboolean smtp, int rank)
{
  if (imap) {
    guess (search, host, 993, HEARTH_PROTOCOL_IMAP, HEARTH_SECURITY_TLS, rank);
    guess (search, host, 143, HEARTH_PROTOCOL_IMAP, HEARTH_SECURITY_STARTTLS, rank);
  }
  if (smtp) {
    guess (search, host, 465, HEARTH_PROTOCOL_SMTP, HEARTH_SECURITY_TLS, rank);
    guess (search, host, 587, HEARTH_PROTOCOL_SMTP, HEARTH_SECURITY_STARTTLS, rank);
  }
}

static void
guess_usual (Search *search)
{
  g_autofree char *imap = g_strconcat ("imap.", search->domain, NULL);
  g_autofree char *smtp = g_strconcat ("smtp.", search->domain, NULL);
  g_autofree char *mail = g_strconcat ("mail.", search->domain, NULL);

  guess_host (search, imap, TRUE, FALSE, 0);
  guess_host (search, smtp, FALSE, TRUE, 0);
  guess_host (search, mail, TRUE, TRUE, 1);
  guess_host (search, search->domain, TRUE, TRUE, 2);
}

static void
records_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Part *part = user_data;
  Search *search = part->search;
  HearthAccountChoice *choice = hearth_mail_records_look_up_finish (result, NULL);

  if (choice != NULL && search->task != NULL)
    g_ptr_array_add (search->choices, choice);
  else
    hearth_account_choice_free (choice);
  part_end (part);
}

static void
add_provider (Search *search, const HearthProvider *provider)
{
  g_ptr_array_add (search->choices, hearth_provider_dup_choice (provider, search->address));
}

/* The domain that a mail exchanger belongs to: without its own first name, and with no more than
 * the last two (three where the middle one is as short as in "co.uk"). */
static void
ask_exchanger (Search *search, const char *host)
{
  g_auto (GStrv) labels = g_strsplit (host, ".", -1);
  guint n = g_strv_length (labels);
  guint keep = n >= 3 && strlen (labels[n - 1]) == 2 && strlen (labels[n - 2]) <= 3 ? 3 : 2;
  g_autofree char *parent = n > 2 ? g_strjoinv (".", labels + 1) : NULL;
  g_autofree char *base = n >= keep ? g_strjoinv (".", labels + n - keep) : NULL;

  if (base == NULL || g_strcmp0 (base, search->domain) == 0)
    return;
  ask_ispdb (search, base, HEARTH_CHOICE_MX);
  fetch_files (search, base, HEARTH_CHOICE_MX);
  if (parent != NULL && g_strcmp0 (parent, base) != 0 && g_strcmp0 (parent, search->domain) != 0 &&
      n > keep + 1)
    ask_ispdb (search, parent, HEARTH_CHOICE_MX);
}

static gint
compare_mx_cb (gconstpointer a, gconstpointer b)
{
  guint16 first, second;

  g_variant_get_child ((GVariant *) a, 0, "q", &first);
  g_variant_get_child ((GVariant *) b, 0, "q", &second);
  return (int) first - (int) second;
}

/* Only the first choice of a domain says who its provider is. */
static void
take_exchangers (Search *search, GList *records)
{
  const HearthProvider *provider = NULL;
  guint n = 0;

  for (GList *item = records; item != NULL && n < MAX_MX && provider == NULL;
       item = item->next, n++) {
    const char *name;
    g_autofree char *host = NULL;

    g_variant_get_child (item->data, 1, "&s", &name);
    host = hearth_account_dup_host (name);
    if (host == NULL)
      continue;
    provider = hearth_provider_find_mx (host);
    if (provider != NULL)
      add_provider (search, provider);
    else if (n == 0)
      ask_exchanger (search, host);
    /* Who runs a small server runs all of it there. */
    if (provider == NULL && g_str_has_suffix (host, search->domain))
      guess_host (search, host, TRUE, TRUE, 3);
  }
}

static void
exchangers_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Part *part = user_data;
  GList *records = g_resolver_lookup_records_finish (G_RESOLVER (object), result, NULL);

  records = g_list_sort (records, compare_mx_cb);
  if (part->search->task != NULL)
    take_exchangers (part->search, records);
  g_list_free_full (records, (GDestroyNotify) g_variant_unref);
  part_end (part);
}

static void
online_accounts_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Part *part = user_data;
  Search *search = part->search;
  g_autoptr (GPtrArray) accounts = hearth_goa_list_finish (result, NULL);

  for (guint i = 0; accounts != NULL && i < accounts->len && search->task != NULL; i++) {
    const HearthAccount *account = g_ptr_array_index (accounts, i);
    HearthAccountChoice *choice;

    if (g_ascii_strcasecmp (account->address, search->address) != 0)
      continue;
    choice = hearth_account_choice_new (search->address, HEARTH_CHOICE_GOA, account->label);
    hearth_account_free (choice->account);
    choice->account = hearth_account_copy (account);
    g_ptr_array_add (search->choices, choice);
  }
  part_end (part);
}

static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static void
hearth_discovery_finalize (GObject *object)
{
  HearthDiscovery *self = HEARTH_DISCOVERY (object);

  g_object_unref (self->http);
  g_object_unref (self->resolver);
  g_free (self->ispdb);
  g_free (self->web);
  G_OBJECT_CLASS (hearth_discovery_parent_class)->finalize (object);
}

static void
hearth_discovery_class_init (HearthDiscoveryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_discovery_finalize;
}

static void
hearth_discovery_init (HearthDiscovery *self)
{
  self->resolver = g_resolver_get_default ();
}

/**
 * hearth_discovery_new:
 * @http: what fetches
 * @ispdb: the base address of a list of providers, as Mozilla's; "" to ask none
 *
 * Returns: (transfer full): a discovery
 */
HearthDiscovery *
hearth_discovery_new (HearthHttp *http, const char *ispdb)
{
  HearthDiscovery *self = g_object_new (HEARTH_TYPE_DISCOVERY, NULL);

  self->http = g_object_ref (http);
  self->ispdb = g_strdup (ispdb);
  return self;
}

/**
 * hearth_discovery_set_double:
 * @self: a discovery
 * @resolver: stands for DNS
 * @web: an address below which the whole web is: SCHEME://HOST/PATH at @web/SCHEME/HOST/PATH
 * @place: says where servers are
 * @user_data: for @place
 *
 * Puts doubles in the place of the network, for tests.
 */
void
hearth_discovery_set_double (HearthDiscovery *self, GResolver *resolver, const char *web,
                             HearthPlaceFunc place, gpointer user_data)
{
  g_set_object (&self->resolver, resolver);
  g_free (self->web);
  self->web = g_strdup (web);
  self->place = place;
  self->place_data = user_data;
}

/**
 * hearth_discovery_find_async:
 * @self: a discovery
 * @address: the owner's address
 * @cancellable: (nullable): a cancellable
 * @callback: called within ten seconds
 * @user_data: for @callback
 *
 * Looks everywhere at once for the servers of an address.
 */
void
hearth_discovery_find_async (HearthDiscovery *self, const char *address, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;
  g_autofree char *whole = hearth_account_dup_address (address, &error);
  const HearthProvider *provider;
  Search *search;
  Part *all;

  g_task_set_source_tag (task, hearth_discovery_find_async);
  if (whole == NULL) {
    g_task_return_error (task, error);
    return;
  }
  search = g_new0 (Search, 1);
  g_atomic_ref_count_init (&search->refs);
  search->self = g_object_ref (self);
  search->task = g_object_ref (task);
  search->cancellable = g_cancellable_new ();
  search->address = g_steal_pointer (&whole);
  search->domain = strrchr (search->address, '@') + 1;
  search->choices = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_account_choice_free);
  search->told = g_ptr_array_new_with_free_func (g_free);
  search->guessed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  search->begun = g_get_monotonic_time ();
  search->deadline = g_timeout_add (DEADLINE_MS, deadline_cb, search);
  if (cancellable != NULL) {
    search->outer = g_object_ref (cancellable);
    search->outer_handler =
        g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb),
                               g_object_ref (search->cancellable), g_object_unref);
  }

  /* One part for as long as the others are begun. */
  all = part_new (search, HEARTH_CHOICE_GUESS, "");
  hearth_goa_list_async (search->cancellable, online_accounts_cb,
                         part_new (search, HEARTH_CHOICE_GOA, ""));
  provider = hearth_provider_find_domain (search->domain);
  if (provider != NULL) {
    /* Whoever is known need not be looked for. */
    add_provider (search, provider);
  } else {
    fetch_files (search, search->domain, HEARTH_CHOICE_AUTOCONFIG);
    ask_ispdb (search, search->domain, HEARTH_CHOICE_ISPDB);
    hearth_mail_records_look_up_async (self->resolver, search->address, search->cancellable,
                                       records_cb,
                                       part_new (search, HEARTH_CHOICE_SRV, search->domain));
    g_resolver_lookup_records_async (self->resolver, search->domain, G_RESOLVER_RECORD_MX,
                                     search->cancellable, exchangers_cb,
                                     part_new (search, HEARTH_CHOICE_MX, search->domain));
    guess_usual (search);
  }
  part_end (all);
  search_unref (search);
}

static GStrv
dup_told (GPtrArray *told)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; told != NULL && i < told->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (told, i));
  return g_strv_builder_end (builder);
}

/**
 * hearth_discovery_find_finish:
 * @self: a discovery
 * @result: what the callback got
 * @told: (out) (transfer full) (optional): the hosts that learnt the domain of the address
 * @error: %HEARTH_ACCOUNTS_ERROR_INVALID, or `G_IO_ERROR_CANCELLED`
 *
 * Returns: (transfer full) (nullable) (element-type HearthAccountChoice): what was found, the
 *   likeliest first; perhaps nothing
 */
GPtrArray *
hearth_discovery_find_finish (HearthDiscovery *self, GAsyncResult *result, GStrv *told,
                              GError **error)
{
  GPtrArray *choices = g_task_propagate_pointer (G_TASK (result), error);

  if (told != NULL)
    *told = choices != NULL ? dup_told (g_object_get_data (G_OBJECT (result), "told")) : NULL;
  return choices;
}
