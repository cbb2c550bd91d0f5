/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-usage.h"

#include "hearth-clock.h"
#include "hearth-engine-private.h"
#include "hearth-store-usage.h"

#include <glib/gi18n.h>
#include <math.h>

/* What services read and write, and how much of it their owner allows in a month. */

/* How many bytes of text a token is, until a service has counted some: English and code are about
 * four, Chinese three, German and JSON less than four. */
#define BYTES_PER_TOKEN 3.5

/* How many tokens a service reads at once, until it refuses some. Nearly all that are spoken to
 * over the network take this and more; those on this computer are often started with less. */
#define REMOTE_ROOM 32000
#define LOCAL_ROOM 8000
#define LEAST_ROOM 1000

/* So many tokens an answer has at least, if they are left. */
#define USEFUL_ANSWER 1024

#define MILLION 1000000.0

/**
 * HearthUsage:
 *
 * Counts what is used of services, by month, and says when the owner's limit is reached.
 *
 * Signal: `changed ()`: the sums are different.
 */
struct _HearthUsage {
  GObject parent_instance;

  HearthEngine *engine; /* (owned) */
  gint64 limit_tokens;  /* 0 is none */
  gint64 limit_cost;    /* millionths; 0 is none */
  GVariant *prices;     /* (owned) (nullable): a{s(dd)}: model: of a million tokens in, out */
  char *currency;       /* (owned) */
  gint64 reserved;      /* tokens of rounds that are under way */
  gint64 reserved_cost; /* millionths */
  GHashTable *ratios;   /* (owned) (element-type utf8 double): bytes a token, by service */
  GHashTable *rooms;    /* (owned) (element-type utf8 gint64): tokens, by service */
};

G_DEFINE_FINAL_TYPE (HearthUsage, hearth_usage, G_TYPE_OBJECT)

static guint signal_changed;

static void
hearth_usage_finalize (GObject *object)
{
  HearthUsage *self = HEARTH_USAGE (object);

  g_clear_object (&self->engine);
  g_clear_pointer (&self->prices, g_variant_unref);
  g_free (self->currency);
  g_hash_table_unref (self->ratios);
  g_hash_table_unref (self->rooms);
  G_OBJECT_CLASS (hearth_usage_parent_class)->finalize (object);
}

static void
hearth_usage_class_init (HearthUsageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_usage_finalize;
  signal_changed = g_signal_new ("changed", HEARTH_TYPE_USAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
hearth_usage_init (HearthUsage *self)
{
  self->currency = g_strdup ("");
  self->ratios = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->rooms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * hearth_usage_new:
 * @engine: where it is kept
 *
 * Returns: (transfer full): a count without limits, to which no price is known
 */
HearthUsage *
hearth_usage_new (HearthEngine *engine)
{
  HearthUsage *self = g_object_new (HEARTH_TYPE_USAGE, NULL);

  self->engine = g_object_ref (engine);
  return self;
}

/**
 * hearth_usage_set_limits:
 * @self: a count
 * @tokens: how many may be used in a month of services that are not on this computer; 0 for any
 * @cost: how much they may cost in a month, in the currency that prices are in; 0 for any
 */
void
hearth_usage_set_limits (HearthUsage *self, gint64 tokens, double cost)
{
  self->limit_tokens = MAX (tokens, 0);
  self->limit_cost = cost > 0 && isfinite (cost) ? (gint64) MIN (ceil (cost * MILLION), 1e15) : 0;
  g_signal_emit (self, signal_changed, 0);
}

/**
 * hearth_usage_set_prices:
 * @self: a count
 * @prices: (nullable): `a{s(dd)}`: of models, what a million tokens cost that are read, and that
 * are written
 * @currency: the currency that they are in
 */
void
hearth_usage_set_prices (HearthUsage *self, GVariant *prices, const char *currency)
{
  g_clear_pointer (&self->prices, g_variant_unref);
  if (prices != NULL && g_variant_is_of_type (prices, G_VARIANT_TYPE ("a{s(dd)}")))
    self->prices = g_variant_ref_sink (prices);
  g_free (self->currency);
  self->currency = g_strdup (currency);
  g_signal_emit (self, signal_changed, 0);
}

static gboolean
get_price (HearthUsage *self, const char *model, double *in, double *out)
{
  return self->prices != NULL && g_variant_lookup (self->prices, model, "(dd)", in, out) &&
         isfinite (*in) && isfinite (*out) && *in >= 0 && *out >= 0;
}

/**
 * hearth_usage_dup_month:
 *
 * Returns: (transfer full): the owner's month, "2031-03"
 */
char *
hearth_usage_dup_month (void)
{
  g_autoptr (GDateTime) now = hearth_clock_dup_local ();

  return g_date_time_format (now, "%Y-%m");
}

/* Of services on this computer nothing is counted as cost, and no token as unpriced. */
static gboolean
is_local (const HearthUsageRow *row)
{
  return g_str_has_prefix (row->purpose, "local-");
}

/**
 * hearth_usage_sum:
 * @self: a count
 * @sum: (out caller-allocates): what was used this month
 */
void
hearth_usage_sum (HearthUsage *self, HearthUsageSum *sum)
{
  g_autofree char *month = hearth_usage_dup_month ();
  g_autoptr (GPtrArray) rows =
      hearth_store_usage_list (hearth_engine_get_reader (self->engine), month, NULL);

  *sum = (HearthUsageSum){ 0 };
  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const HearthUsageRow *row = g_ptr_array_index (rows, i);

    sum->tokens_in += row->tokens_in;
    sum->tokens_out += row->tokens_out;
    sum->remote += is_local (row) ? 0 : row->tokens_in + row->tokens_out;
    sum->cost += row->cost;
    sum->unpriced += row->unpriced;
    sum->calls += row->calls;
  }
}

static gboolean
is_reached (HearthUsage *self, const HearthUsageSum *sum)
{
  return (self->limit_tokens > 0 && sum->remote >= self->limit_tokens) ||
         (self->limit_cost > 0 && sum->cost >= self->limit_cost);
}

/**
 * hearth_usage_to_variant:
 * @self: a count
 *
 * Returns: (transfer floating): `a{sv}`, as the property MonthlyUsage of the daemon has it
 */
GVariant *
hearth_usage_to_variant (HearthUsage *self)
{
  g_autofree char *month = hearth_usage_dup_month ();
  HearthUsageSum sum;
  GVariantDict dict;

  hearth_usage_sum (self, &sum);
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "month", "s", month);
  g_variant_dict_insert (&dict, "tokens-in", "x", sum.tokens_in);
  g_variant_dict_insert (&dict, "tokens-out", "x", sum.tokens_out);
  g_variant_dict_insert (&dict, "remote", "x", sum.remote);
  g_variant_dict_insert (&dict, "calls", "x", sum.calls);
  g_variant_dict_insert (&dict, "unpriced", "x", sum.unpriced);
  g_variant_dict_insert (&dict, "cost", "d", (double) sum.cost / MILLION);
  g_variant_dict_insert (&dict, "currency", "s", self->currency);
  g_variant_dict_insert (&dict, "priced", "b",
                         self->prices != NULL && g_variant_n_children (self->prices) > 0);
  g_variant_dict_insert (&dict, "limit-tokens", "x", self->limit_tokens);
  g_variant_dict_insert (&dict, "limit-cost", "d", (double) self->limit_cost / MILLION);
  g_variant_dict_insert (&dict, "reached", "b", is_reached (self, &sum));
  return g_variant_dict_end (&dict);
}

/**
 * hearth_usage_estimate:
 * @self: a count
 * @service: a service's name
 * @bytes: the length of a text
 *
 * Returns: about how many tokens the text is for it; more exact once it has counted some itself
 */
gint64
hearth_usage_estimate (HearthUsage *self, const char *service, gsize bytes)
{
  const double *ratio = g_hash_table_lookup (self->ratios, service);

  return (gint64) ceil ((double) bytes / (ratio != NULL ? *ratio : BYTES_PER_TOKEN));
}

/**
 * hearth_usage_learn:
 * @self: a count
 * @service: a service's name
 * @bytes: the length of what it was sent
 * @tokens: how many tokens it says that was
 */
void
hearth_usage_learn (HearthUsage *self, const char *service, gsize bytes, gint64 tokens)
{
  double *known = g_hash_table_lookup (self->ratios, service);
  double ratio;

  /* Short texts are mostly what the service adds; and some count only what they had not cached. */
  if (tokens < 100 || bytes < 400)
    return;
  ratio = CLAMP ((double) bytes / (double) tokens, 1.0, 6.0);
  if (known != NULL) {
    *known += (ratio - *known) / 4;
    return;
  }
  known = g_new (double, 1);
  *known = ratio;
  g_hash_table_insert (self->ratios, g_strdup (service), known);
}

/**
 * hearth_usage_get_room:
 * @self: a count
 * @service: a service's name
 * @local: whether it is on this computer
 *
 * Returns: how many tokens it can be asked at once
 */
gint64
hearth_usage_get_room (HearthUsage *self, const char *service, gboolean local)
{
  const gint64 *room = g_hash_table_lookup (self->rooms, service);

  return room != NULL ? *room : local ? LOCAL_ROOM : REMOTE_ROOM;
}

/**
 * hearth_usage_set_room:
 * @self: a count
 * @service: a service's name
 * @tokens: how many it can be asked at once, for it refused more
 */
void
hearth_usage_set_room (HearthUsage *self, const char *service, gint64 tokens)
{
  gint64 *room = g_new (gint64, 1);

  *room = MAX (tokens, LEAST_ROOM);
  g_hash_table_insert (self->rooms, g_strdup (service), room);
}

/* Of what is left, a round may write half, so that others may run beside it; but a useful answer
 * has room in any case. */
static gint64
share (gint64 left)
{
  return MIN (MIN (MAX (left / 2, USEFUL_ANSWER), left), HEARTH_USAGE_LONG);
}

static gboolean
check_cost (HearthUsage *self, const HearthUsageSum *sum, const char *model, gint64 tokens,
            HearthUsageGrant *grant, GError **error)
{
  double in, out, left;

  if (self->limit_cost == 0)
    return TRUE;
  if (!get_price (self, model, &in, &out)) {
    g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                 _("You set a monthly limit in money, and what “%s” costs is not known. Tell it "
                    "with “hearthctl usage price”, or take the limit away."),
                 model);
    return FALSE;
  }
  left = (double) (self->limit_cost - sum->cost - self->reserved_cost) - in * (double) tokens;
  if (left < out) {
    g_set_error (
        error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
        _("What you allow services to cost in a month, %.2f %s, is used up. The limit stands "
           "in the settings, under Answers."),
        (double) self->limit_cost / MILLION, self->currency);
    return FALSE;
  }
  if (out > 0)
    grant->most = MIN (grant->most, share ((gint64) MIN (left / out, 1e12)));
  grant->cost = (gint64) ceil (in * (double) tokens + out * (double) grant->most);
  return TRUE;
}

/**
 * hearth_usage_begin:
 * @self: a count
 * @model: a model that is not on this computer
 * @tokens: about how many tokens it is to be sent
 * @grant: (out caller-allocates): what is set aside, for hearth_usage_end()
 * @error: %HEARTH_ENGINE_ERROR_INVALID: a sentence that says which limit is reached
 *
 * Asks whether a round may begin, and sets aside what it may use, so that rounds that run at the
 * same time do not pass the limit together.
 *
 * Returns: whether it may
 */
gboolean
hearth_usage_begin (HearthUsage *self, const char *model, gint64 tokens, HearthUsageGrant *grant,
                    GError **error)
{
  HearthUsageSum sum;
  gint64 left;

  *grant = (HearthUsageGrant){ .most = HEARTH_USAGE_LONG };
  hearth_usage_sum (self, &sum);
  left = self->limit_tokens - sum.remote - self->reserved - tokens;
  if (self->limit_tokens > 0 && left <= 0) {
    g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                 /* Translators: %'lld is a number, "200,000" */
                 _("The %'lld tokens that you allow services in a month are used up. The limit "
                    "stands in the settings, under Answers."),
                 (long long) self->limit_tokens);
    return FALSE;
  }
  if (self->limit_tokens > 0)
    grant->most = share (left);
  if (!check_cost (self, &sum, model, tokens, grant, error))
    return FALSE;
  grant->tokens = tokens + grant->most;
  self->reserved += grant->tokens;
  self->reserved_cost += grant->cost;
  return TRUE;
}

/**
 * hearth_usage_end:
 * @self: a count
 * @grant: (inout): what hearth_usage_begin() set aside; nothing from now on
 */
void
hearth_usage_end (HearthUsage *self, HearthUsageGrant *grant)
{
  self->reserved -= grant->tokens;
  self->reserved_cost -= grant->cost;
  *grant = (HearthUsageGrant){ 0 };
}

static gboolean
write_usage (HearthDatabase *db, gpointer user_data, GError **error)
{
  return hearth_store_usage_add (db, user_data, error);
}

/**
 * hearth_usage_note:
 * @self: a count
 * @host: where a service is
 * @model: its model
 * @purpose: what it was asked for
 * @local: whether it is on this computer
 * @tokens_in: what it read
 * @tokens_out: what it wrote
 *
 * Counts a round that has ended, well or not.
 */
void
hearth_usage_note (HearthUsage *self, const char *host, const char *model, const char *purpose,
                   gboolean local, gint64 tokens_in, gint64 tokens_out)
{
  g_autofree char *month = hearth_usage_dup_month ();
  g_autofree char *kept = local ? g_strconcat ("local-", purpose, NULL) : g_strdup (purpose);
  g_autoptr (HearthUsageRow) row = hearth_usage_row_new (month, host, model, kept);
  g_autoptr (GError) error = NULL;
  double in, out;

  row->tokens_in = tokens_in;
  row->tokens_out = tokens_out;
  row->calls = 1;
  if (!local && get_price (self, model, &in, &out))
    row->cost = (gint64) ceil (in * (double) tokens_in + out * (double) tokens_out);
  else if (!local)
    row->unpriced = tokens_in + tokens_out;
  if (self->engine->writer == NULL ||
      !hearth_writer_run_sync (self->engine->writer, write_usage, row, &error))
    g_warning ("What a service used could not be counted: %s",
               error != NULL ? error->message : "the store is closed");
  g_signal_emit (self, signal_changed, 0);
}
