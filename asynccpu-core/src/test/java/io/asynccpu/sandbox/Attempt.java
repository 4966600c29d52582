package io.asynccpu.sandbox;

import io.asynccpu.support.Tasks;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What hostile code tries in a worker. It is harmless where it succeeds. It returns what it got, and throws if it got nothing. Of the
 * programs only those of every Debian are used, such as Perl, which makes system calls by their numbers.
 */
enum Attempt {

    // --- files ---

    READ_A_HOME_DIRECTORY("read a secret in the home directory") {
        @Override
        String make(Map<Target, String> targets) throws IOException {
            return Files.readString(Path.of(targets.get(Target.SECRET_FILE)));
        }
    },
    READ_SHADOW("read /etc/shadow", Who.ROOT) {
        @Override
        String make(Map<Target, String> targets) throws IOException {
            return Files.size(Path.of("/etc/shadow")) + " bytes, "
                    + Files.readAllLines(Path.of("/etc/shadow")).size() + " lines";
        }
    },
    LIST_THE_ROOT("list /home, /root, /run, /var/run, /opt, /srv, /mnt") {
        @Override
        String make(Map<Target, String> targets) {
            return some(Stream.of("/home", "/root", "/run", "/var/run", "/opt", "/srv", "/mnt")
                    .filter(path -> Files.exists(Path.of(path))));
        }
    },
    READ_THE_PARENTS_ENVIRONMENT("read the parent's environment in /proc") {
        @Override
        String make(Map<Target, String> targets) throws IOException {
            for (String pid : numbersIn(Path.of("/proc"))) {
                if (read("/proc/" + pid + "/environ").contains(targets.get(Target.SECRET))) {
                    return "the secret, in the environment of process " + pid;
                }
            }
            throw new IOException("the secret is in no environment in /proc");
        }
    },
    READ_THE_PARENTS_MEMORY("open the parent's memory in /proc") {
        @Override
        String make(Map<Target, String> targets) throws IOException {
            return opened("/proc/" + targets.get(Target.PARENT) + "/mem", StandardOpenOption.READ);
        }
    },
    SEE_A_SIBLINGS_FILES("list files of a sibling, its socket among them") {
        @Override
        String make(Map<Target, String> targets) throws IOException {
            return some(list(Path.of(targets.get(Target.POOL)))
                    .filter(name -> name.startsWith("worker-" + targets.get(Target.SIBLING) + ".")));
        }
    },
    OPEN_A_SIBLINGS_FILES("open a sibling's files: what it has started, its outbox") {
        @Override
        String make(Map<Target, String> targets) throws IOException {
            String files = targets.get(Target.POOL) + "/worker-" + targets.get(Target.SIBLING);
            return opened(files + ".started", StandardOpenOption.WRITE) + ", "
                    + opened(files + ".outbox", StandardOpenOption.WRITE);
        }
    },
    OPEN_A_SIBLINGS_RING("open a ring of another worker, which has no name any more, by the parent's descriptor") {
        @Override
        String make(Map<Target, String> targets) throws IOException {
            Path descriptors = Path.of("/proc/" + targets.get(Target.PARENT) + "/fd");
            for (String each : list(descriptors).toList()) {
                Path descriptor = descriptors.resolve(each);
                if (Files.readSymbolicLink(descriptor).toString().startsWith("/dev/shm/")) {
                    return opened(descriptor.toString(), StandardOpenOption.WRITE);
                }
            }
            throw new IOException("there is none in " + descriptors);
        }
    },
    WRITE_OUTSIDE("write a file into the home directory") {
        @Override
        String make(Map<Target, String> targets) throws IOException {
            return created(Path.of(targets.get(Target.SECRET_FILE)).resolveSibling("written"));
        }
    },
    WRITE_INTO_THE_SYSTEM("write a file into /usr/share", Who.ROOT) {
        @Override
        String make(Map<Target, String> targets) throws IOException {
            return created(Path.of("/usr/share/asynccpu-attempt"));
        }
    },
    WRITE_INTO_A_JAR("open a jar of the class path for writing") {
        @Override
        String make(Map<Target, String> targets) throws IOException {
            return opened(targets.get(Target.JAR), StandardOpenOption.WRITE);
        }
    },
    WRITE_INTO_A_CLASS_DIRECTORY("write a class into a directory of the class path") {
        @Override
        String make(Map<Target, String> targets) throws IOException {
            return created(Path.of(targets.get(Target.CLASSES), "Written.class"));
        }
    },
    WRITE_INTO_THE_ARCHIVE("open the start-up archive for writing, or make another one beside it") {
        @Override
        String make(Map<Target, String> targets) throws IOException {
            Path archive = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                    .filter(option -> option.startsWith("-XX:SharedArchiveFile=") || option.startsWith("-XX:AOTCache="))
                    .map(option -> Path.of(option.substring(option.indexOf('=') + 1)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("Not started from an archive"));
            if (!Files.isReadable(archive)) {
                throw new IllegalStateException("The archive is not to be seen");
            }
            try {
                return created(archive.resolveSibling("another"));
            } catch (IOException refused) {
                return opened(archive.toString(), StandardOpenOption.WRITE);
            }
        }
    },
    WRITE_INTO_THE_ROOT_DIRECTORY("write a file into / or /dev", Who.ROOT) {
        @Override
        String make(Map<Target, String> targets) throws IOException {
            try {
                return created(Path.of("/asynccpu-attempt"));
            } catch (IOException refused) {
                return created(Path.of("/dev/asynccpu-attempt"));
            }
        }
    },
    WRITE_INTO_SHARED_MEMORY("write a file into /dev/shm") {
        @Override
        String make(Map<Target, String> targets) throws IOException {
            return created(Path.of("/dev/shm/attempt-" + Tasks.pid()));
        }
    },
    FILL_TMP("write three times as much into /tmp as it has room for") {
        @Override
        String make(Map<Target, String> targets) throws IOException {
            List<Path> files = new ArrayList<>();
            try {
                for (int i = 0; i < 3; i++) {
                    Path file = Files.createTempFile("filling", null);
                    files.add(file);
                    Files.write(file, new byte[HostileParent.TMP_SIZE - 1]);
                }
                return 3 * HostileParent.TMP_SIZE + " bytes";
            } finally {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
        }
    },
    FILL_THE_DISK("write more into its own file on the disk than the limit of a file") {
        @Override
        String make(Map<Target, String> targets) throws IOException {
            Path own = Path.of(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                    .filter(option -> option.startsWith("-XX:ErrorFile="))
                    .map(option -> option.substring(option.indexOf('=') + 1))
                    .findFirst()
                    .orElseThrow());
            try (FileChannel file = FileChannel.open(own, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                try {
                    file.write(ByteBuffer.allocate(1), HostileParent.TMP_SIZE);
                    return file.size() + " bytes";
                } finally {
                    file.truncate(0);
                }
            }
        }
    },

    // --- network ---

    CONNECT_TO_A_PORT("connect to a port of the loopback interface") {
        @Override
        String make(Map<Target, String> targets) throws IOException {
            int port = Integer.parseInt(targets.get(Target.PORT));
            try (SocketChannel socket =
                    SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
                return "connected to " + socket.getRemoteAddress();
            }
        }
    },
    CONNECT_TO_AN_ABSTRACT_SOCKET("connect to an abstract socket") {
        @Override
        String make(Map<Target, String> targets) throws Exception {
            return perl(
                    "use Socket; socket(my $s, PF_UNIX, SOCK_STREAM, 0) or die $!;"
                            + " connect($s, pack_sockaddr_un(\"\\0\".$ARGV[0])) or die $!; print 'connected'",
                    targets.get(Target.ABSTRACT_SOCKET));
        }
    },
    CONNECT_TO_A_PATH_SOCKET("connect to a socket in the file system") {
        @Override
        String make(Map<Target, String> targets) throws IOException {
            try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                socket.connect(UnixDomainSocketAddress.of(targets.get(Target.PATH_SOCKET)));
                return "connected";
            }
        }
    },
    RESOLVE_A_NAME("resolve the name of this machine") {
        @Override
        String make(Map<Target, String> targets) throws IOException {
            return InetAddress.getByName(targets.get(Target.HOST)).toString();
        }
    },

    // --- processes ---

    SEE_PROCESSES("see processes that are neither its own nor the sandbox's") {
        @Override
        String make(Map<Target, String> targets) throws IOException {
            // Within the sandbox bubblewrap is 1.
            return some(numbersIn(Path.of("/proc")).stream()
                    .filter(pid -> !pid.equals("1") && !pid.equals(Long.toString(Tasks.pid()))));
        }
    },
    SIGNAL_THE_PARENT("signal the parent") {
        @Override
        String make(Map<Target, String> targets) throws Exception {
            return perl("kill('CONT', $ARGV[0]) or die $!; print 'signalled'", targets.get(Target.PARENT));
        }
    },
    SIGNAL_A_SIBLING("signal a sibling") {
        @Override
        String make(Map<Target, String> targets) throws Exception {
            return perl("kill('CONT', $ARGV[0]) or die $!; print 'signalled'", targets.get(Target.SIBLINGS_PROCESS));
        }
    },
    TRACE_THE_PARENT("trace the parent") {
        @Override
        String make(Map<Target, String> targets) throws Exception {
            if (!read("/proc/sys/kernel/yama/ptrace_scope").isBlank()) {
                throw new AbsentException("Yama forbids it to all");
            }
            return systemCall(101, 117, "0x4206, 0 + $ARGV[0], 0, 0", targets.get(Target.PARENT));
        }
    },
    EXHAUST_PROCESSES("have 200 processes", Who.EVERYBODY, Who.ROOT) {
        @Override
        String make(Map<Target, String> targets) throws Exception {
            return perl("my @all; for (1..200) { my $pid = fork(); if (!defined $pid) { my $e = $!; kill 'KILL', @all;"
                    + " die scalar(@all) . \": $e\" } if (!$pid) { sleep 60; exit } push @all, $pid }"
                    + " kill 'KILL', @all; print scalar(@all)");
        }
    },
    EXHAUST_OPEN_FILES("have 2000 files open") {
        @Override
        String make(Map<Target, String> targets) throws IOException {
            List<InputStream> all = new ArrayList<>();
            try {
                while (all.size() < 2000) {
                    all.add(new FileInputStream("/dev/null"));
                }
                return "2000";
            } finally {
                for (InputStream each : all) {
                    each.close();
                }
            }
        }
    },

    // --- kernel ---

    MOUNT("mount a file system", Who.ROOT) {
        @Override
        String make(Map<Target, String> targets) throws Exception {
            Path place = Files.createTempDirectory("mount");
            String mounted = systemCall(165, 40, "$ARGV[1], $ARGV[0], $ARGV[1], 0, 0", place.toString(), "tmpfs");
            systemCall(166, 39, "$ARGV[0], 0", place.toString());
            Files.delete(place);
            return mounted;
        }
    },
    UNSHARE_USERS("unshare the namespace of users") {
        @Override
        String make(Map<Target, String> targets) throws Exception {
            return systemCall(272, 97, "0x10000000");
        }
    },
    UNSHARE_MOUNTS("unshare the namespace of mounts", Who.ROOT) {
        @Override
        String make(Map<Target, String> targets) throws Exception {
            return systemCall(272, 97, "0x20000");
        }
    },
    READ_SYS("list /sys") {
        @Override
        String make(Map<Target, String> targets) throws IOException {
            return some(list(Path.of("/sys")));
        }
    },
    WRITE_A_SETTING_OF_THE_KERNEL("open /proc/sys/kernel/core_pattern for writing", Who.ROOT) {
        @Override
        String make(Map<Target, String> targets) throws IOException {
            return opened("/proc/sys/kernel/core_pattern", StandardOpenOption.WRITE);
        }
    },
    WRITE_INTO_PROC("open anything in /proc, but for processes, for writing", Who.ROOT) {
        @Override
        String make(Map<Target, String> targets) throws Exception {
            return perl(
                    "my @found; sub look { my ($d, $depth) = @_; opendir(my $h, $d) or return; for (readdir $h) {"
                            + " next if /^\\.|^\\d|self$/; my $f = \"$d/$_\"; next if -l $f; if (-d $f) { look($f, $depth + 1) if $depth < 4; next }"
                            + " if (open(my $o, '+<', $f)) { push @found, $f } } } look('/proc', 0); die 'none' unless @found; print \"@found\"");
        }
    },
    OPEN_SYSRQ("open /proc/sysrq-trigger for writing", Who.ROOT) {
        @Override
        String make(Map<Target, String> targets) throws IOException {
            return openedIfThere("/proc/sysrq-trigger", StandardOpenOption.WRITE);
        }
    },
    OPEN_MEMORY("open /dev/mem", Who.ROOT) {
        @Override
        String make(Map<Target, String> targets) throws IOException {
            return openedIfThere("/dev/mem", StandardOpenOption.READ);
        }
    },
    OPEN_KERNEL_LOG("open /dev/kmsg", Who.ROOT) {
        @Override
        String make(Map<Target, String> targets) throws IOException {
            return openedIfThere("/dev/kmsg", StandardOpenOption.WRITE);
        }
    },
    HAVE_CAPABILITIES("have a capability, or be able to get one") {
        @Override
        String make(Map<Target, String> targets) {
            return some(read("/proc/self/status")
                    .lines()
                    .filter(line -> line.startsWith("Cap") && !line.endsWith("\t0000000000000000"))
                    .map(line -> line.replace('\t', ' ')));
        }
    },
    GAIN_PRIVILEGES("gain privileges by a program with the set-user-ID bit") {
        @Override
        String make(Map<Target, String> targets) {
            return some(read("/proc/self/status").lines().filter(line -> line.matches("NoNewPrivs:\\s+0")));
        }
    },
    DUMP_CORE("write a core dump") {
        @Override
        String make(Map<Target, String> targets) throws AbsentException {
            String limit =
                    some(read("/proc/self/limits").lines().filter(line -> line.startsWith("Max core file size")));
            if (limit.matches("Max core file size +0 +0 .*")) {
                throw new AbsentException("the limit is 0");
            }
            return limit;
        }
    },

    // --- surroundings ---

    SHARE_THE_SESSION("be in the parent's session, with its terminal") {
        @Override
        String make(Map<Target, String> targets) {
            String session = read("/proc/self/stat").replaceFirst(".*\\) ", "").split(" ", -1)[3];
            // Within the sandbox bubblewrap leads it; of a session from outside the leader would be 0.
            return some(Stream.of(session).filter(leader -> !leader.equals("1")));
        }
    },
    SEE_THE_ENVIRONMENT("have variables of the parent's environment") {
        @Override
        String make(Map<Target, String> targets) {
            return some(System.getenv().keySet().stream()
                    .filter(name -> !name.matches("ASYNCCPU_WORKER|HOME|LANG|LANGUAGE|LC_.*|PWD|TEMP|TMP|TMPDIR|TZ")));
        }
    },
    SEE_THE_HOSTS_NAME("see the host's name") {
        @Override
        String make(Map<Target, String> targets) {
            return some(Stream.of(read("/proc/sys/kernel/hostname").strip()).filter(targets.get(Target.HOST)::equals));
        }
    };

    /** Of whom something is true. */
    enum Who {
        EVERYBODY,
        ROOT,
        NOBODY
    }

    /** What an attempt is about. */
    enum Target {
        SECRET,
        SECRET_FILE,
        JAR,
        CLASSES,
        PARENT,
        POOL,
        SIBLING,
        SIBLINGS_PROCESS,
        PORT,
        ABSTRACT_SOCKET,
        PATH_SOCKET,
        HOST
    }

    /** This machine does not have what the attempt is about. */
    static final class AbsentException extends IOException {
        private static final long serialVersionUID = 1;

        AbsentException(String message) {
            super(message);
        }
    }

    private final String title;
    private final Who withoutWall;
    private final Who behindWall;

    Attempt(String title) {
        this(title, Who.EVERYBODY);
    }

    /** @param withoutWall who succeeds if there is no wall */
    Attempt(String title, Who withoutWall) {
        this(title, withoutWall, Who.NOBODY);
    }

    /** @param behindWall who succeeds all the same */
    Attempt(String title, Who withoutWall, Who behindWall) {
        this.title = title;
        this.withoutWall = withoutWall;
        this.behindWall = behindWall;
    }

    String title() {
        return title;
    }

    boolean succeeds(boolean isRoot, boolean isWalled) {
        Who who = isWalled ? behindWall : withoutWall;
        return who == Who.EVERYBODY || (who == Who.ROOT && isRoot);
    }

    abstract String make(Map<Target, String> targets) throws Exception;

    // --- means ---

    private static String some(Stream<String> found) {
        Set<String> all = found.collect(Collectors.toCollection(TreeSet::new));
        if (all.isEmpty()) {
            throw new SecurityException("there is none");
        }
        return String.join(" ", all);
    }

    private static Stream<String> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }

    private static List<String> numbersIn(Path directory) throws IOException {
        return list(directory).filter(name -> name.matches("\\d+")).toList();
    }

    /** Empty if it cannot be read. */
    private static String read(String file) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
        } catch (IOException refused) {
            return "";
        }
    }

    private static String opened(String file, StandardOpenOption how) throws IOException {
        FileChannel.open(Path.of(file), how).close();
        return "opened " + file;
    }

    private static String openedIfThere(String file, StandardOpenOption how) throws IOException {
        if (!Files.exists(Path.of(file))) {
            throw new AbsentException("there is no " + file);
        }
        return opened(file, how);
    }

    private static String created(Path file) throws IOException {
        try {
            Files.createFile(file);
        } catch (AccessDeniedException e) {
            throw new IOException("access denied to " + file, e);
        }
        Files.delete(file);
        return "made " + file;
    }

    /** @param arguments in Perl; what stands in {@code @ARGV} is text unless 0 is added */
    private static String systemCall(int onX86, int onArm, String arguments, String... words) throws Exception {
        int number = System.getProperty("os.arch").equals("aarch64") ? onArm : onX86;
        return perl("syscall(" + number + ", " + arguments + ") == -1 and die $!; print 'done'", words);
    }

    private static String perl(String script, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("/usr/bin/perl", "-e", script));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Redirect.PIPE)
                .start();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        process.getInputStream().transferTo(said);
        if (process.waitFor() != 0) {
            throw new IOException(said.toString(StandardCharsets.UTF_8).replaceFirst(" at -e line.*", ""));
        }
        return said.toString(StandardCharsets.UTF_8);
    }
}
