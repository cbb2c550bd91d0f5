/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-secret-memory.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

/* Passwords, keys and tokens stand in pages of their own: in no core file, not in swap where the
 * limit for that allows, and wiped when they are freed. There are few of them at a time, so that a
 * page for each costs nothing. */

static GMutex mutex;
static GHashTable *sizes; /* (mutex) (owned) (nullable): address -> bytes of its pages */

/**
 * hearth_secret_memory_new:
 * @size: bytes
 *
 * Returns: (transfer full): memory that is zero, to be freed by hearth_secret_memory_free()
 */
char *
hearth_secret_memory_new (gsize size)
{
  gsize page = (gsize) sysconf (_SC_PAGESIZE);
  gsize room = (MAX (size, 1) + page - 1) / page * page;
  char *secret = mmap (NULL, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (secret == MAP_FAILED)
    g_error ("no memory for a secret");
  /* Where the limit of locked memory is reached, it may be swapped; that is no reason to fail. */
  (void) mlock (secret, room);
  (void) madvise (secret, room, MADV_DONTDUMP);
  g_mutex_lock (&mutex);
  if (sizes == NULL)
    sizes = g_hash_table_new (NULL, NULL);
  g_hash_table_insert (sizes, secret, GSIZE_TO_POINTER (room));
  g_mutex_unlock (&mutex);
  return secret;
}

/**
 * hearth_secret_memory_dup:
 * @secret: (nullable): a secret
 *
 * Returns: (transfer full) (nullable): a copy, to be freed by hearth_secret_memory_free()
 */
char *
hearth_secret_memory_dup (const char *secret)
{
  gsize length;
  char *copy;

  if (secret == NULL)
    return NULL;
  length = strlen (secret);
  copy = hearth_secret_memory_new (length + 1);
  memcpy (copy, secret, length);
  return copy;
}

/**
 * hearth_secret_memory_free:
 * @secret: (nullable) (transfer full): memory of this file, or a string of g_malloc()
 *
 * Overwrites and frees it.
 */
void
hearth_secret_memory_free (char *secret)
{
  gsize room = 0;

  if (secret == NULL)
    return;
  g_mutex_lock (&mutex);
  if (sizes != NULL)
    room = GPOINTER_TO_SIZE (g_hash_table_lookup (sizes, secret));
  if (room != 0)
    g_hash_table_remove (sizes, secret);
  g_mutex_unlock (&mutex);
  if (room != 0) {
    explicit_bzero (secret, room);
    munmap (secret, room);
    return;
  }
  explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

/**
 * hearth_secret_memory_no_cores:
 *
 * Has this process leave no core file when it crashes: its memory is full of mail. To be called
 * first of all. Not PR_SET_DUMPABLE: with that, portals could not tell who asks.
 */
void
hearth_secret_memory_no_cores (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_CORE, &limit) != 0)
    return;
  /* The hard limit stays, for the programs that are started from here. */
  limit.rlim_cur = 0;
  (void) setrlimit (RLIMIT_CORE, &limit);
}
