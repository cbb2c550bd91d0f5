/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-tcp-count.h"

/* The C library's struct ends before the counters; its header and the kernel's exclude each other,
 * hence a file of its own. */
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

/* The numbers of include/net/tcp_states.h, which no header of user space has with <linux/tcp.h>. */
#define STATE_TIME_WAIT 6
#define STATE_CLOSE_WAIT 8
#define STATE_LAST_ACK 9
#define STATE_CLOSING 11

/* The other side's end takes a number, too, and is counted as a byte. */
static gboolean
has_end (const struct tcp_info *info)
{
  return info->tcpi_state == STATE_CLOSE_WAIT || info->tcpi_state == STATE_LAST_ACK ||
         info->tcpi_state == STATE_CLOSING || info->tcpi_state == STATE_TIME_WAIT;
}

/**
 * hearth_tcp_count_read:
 * @fd: a TCP socket
 * @count: (out caller-allocates): what went through it
 *
 * Asks the kernel (TCP_INFO, since Linux 4.19; RFC 4898 names the counters).
 *
 * Returns: whether the kernel knows
 */
gboolean
hearth_tcp_count_read (int fd, HearthTcpCount *count)
{
  struct tcp_info info = { 0 };
  socklen_t size = sizeof info;
  int unread = 0;

  if (getsockopt (fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0 ||
      size < offsetof (struct tcp_info, tcpi_bytes_retrans) + sizeof info.tcpi_bytes_retrans)
    return FALSE;
  /* What waits in the queue goes out after the socket is closed, too. */
  count->sent = info.tcpi_bytes_sent - info.tcpi_bytes_retrans + info.tcpi_notsent_bytes;
  count->received = info.tcpi_bytes_received;
  if (has_end (&info) && count->received > 0)
    count->received--;
  if (ioctl (fd, FIONREAD, &unread) != 0 || unread < 0)
    unread = 0;
  count->unread = MIN ((guint64) unread, count->received);
  return TRUE;
}
