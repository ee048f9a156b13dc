package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"go.etcd.io/etcd/server/v3/embed"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// A cluster is etcd in this process and the control plane in children of it, all on the loopback interface.
type cluster struct {
	folder     string
	kubeconfig string
	config     *rest.Config
	client     kubernetes.Interface
	etcd       *embed.Etcd
	children   []*exec.Cmd
}

const token = "recorder"

// controllers leaves out those that act on wall-clock periods a recording cannot wait for, and certificates, quotas and clouds.
const controllers = "deployment-controller,replicaset-controller,daemonset-controller,statefulset-controller," +
	"garbage-collector-controller,endpointslice-controller,disruption-controller,namespace-controller," +
	"serviceaccount-controller,persistentvolume-binder-controller,persistentvolumeclaim-protection-controller," +
	"persistentvolume-protection-controller,node-lifecycle-controller,taint-eviction-controller,root-ca-certificate-publisher-controller," +
	"job-controller,pod-garbage-collector-controller"

func startCluster(folder string) (*cluster, error) {
	c := &cluster{folder: folder, kubeconfig: filepath.Join(folder, "kubeconfig")}
	etcdURL, err := c.startEtcd()
	if err != nil {
		return nil, err
	}
	key, err := writeKey(filepath.Join(folder, "service-account.key"))
	if err != nil {
		return nil, err
	}
	tokens := filepath.Join(folder, "tokens.csv")
	if err := os.WriteFile(tokens, []byte(token+",admin,admin,system:masters\n"), 0o600); err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	server := fmt.Sprintf("https://127.0.0.1:%d", port)
	if err := c.writeKubeconfig(server); err != nil {
		return nil, err
	}
	err = c.start("kube-apiserver",
		"--etcd-servers="+etcdURL, "--cert-dir="+filepath.Join(folder, "certs"), fmt.Sprintf("--secure-port=%d", port),
		"--bind-address=127.0.0.1", "--advertise-address=10.99.0.1", "--endpoint-reconciler-type=none",
		"--service-cluster-ip-range=10.96.0.0/16", "--authorization-mode=AlwaysAllow", "--token-auth-file="+tokens,
		"--service-account-issuer=https://kubernetes.default.svc", "--service-account-key-file="+key,
		"--service-account-signing-key-file="+key, "--max-requests-inflight=4000", "--max-mutating-requests-inflight=2000",
		// Watches outlast every scenario, although the clock is put forward.
		"--min-request-timeout=864000")
	if err != nil {
		return nil, err
	}
	if c.client, err = kubernetes.NewForConfig(c.config); err != nil {
		return nil, err
	}
	err = wait.PollUntilContextTimeout(background, 200*time.Millisecond, 5*time.Minute, true, func(ctx context) (bool, error) {
		body, err := c.client.Discovery().RESTClient().Get().AbsPath("/readyz").DoRaw(ctx)
		return err == nil && string(body) == "ok", nil
	})
	if err != nil {
		return nil, fmt.Errorf("kube-apiserver does not get ready: %w", err)
	}
	if err := c.start("kube-controller-manager", "--kubeconfig="+c.kubeconfig, "--leader-elect=false", "--secure-port=0",
		"--controllers="+controllers, "--kube-api-qps=2000", "--kube-api-burst=4000", "--use-service-account-credentials=false"); err != nil {
		return nil, err
	}
	return c, c.startScheduler()
}

func (c *cluster) startScheduler() error {
	return c.start("kube-scheduler", "--kubeconfig="+c.kubeconfig, "--leader-elect=false", "--secure-port=0",
		"--kube-api-qps=2000", "--kube-api-burst=4000")
}

func (c *cluster) startEtcd() (string, error) {
	config := embed.NewConfig()
	config.Dir = filepath.Join(c.folder, "etcd")
	config.LogLevel = "panic"
	config.UnsafeNoFsync = true
	client, err := loopbackURL()
	if err != nil {
		return "", err
	}
	peer, err := loopbackURL()
	if err != nil {
		return "", err
	}
	config.ListenClientUrls, config.AdvertiseClientUrls = []url.URL{*client}, []url.URL{*client}
	config.ListenPeerUrls, config.AdvertisePeerUrls = []url.URL{*peer}, []url.URL{*peer}
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	if c.etcd, err = embed.StartEtcd(config); err != nil {
		return "", err
	}
	select {
	case <-c.etcd.Server.ReadyNotify():
		return client.String(), nil
	case <-time.After(time.Minute):
		return "", fmt.Errorf("etcd does not get ready")
	}
}

// start runs a component in a child of this program; its log goes to a file beside the cluster's data.
func (c *cluster) start(component string, arguments ...string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	log, err := os.Create(filepath.Join(c.folder, component+".log"))
	if err != nil {
		return err
	}
	child := exec.Command(self, append([]string{component}, arguments...)...)
	child.Stdout, child.Stderr = log, log
	child.Env = append(os.Environ(), "TZ=")
	if err := child.Start(); err != nil {
		return err
	}
	c.children = append(c.children, child)
	return nil
}

func (c *cluster) stop() {
	for i := len(c.children) - 1; i >= 0; i-- {
		_ = c.children[i].Process.Kill()
		_ = c.children[i].Wait()
	}
	if c.etcd != nil {
		c.etcd.Close()
	}
}

func (c *cluster) writeKubeconfig(server string) error {
	text := fmt.Sprintf(`apiVersion: v1
kind: Config
current-context: recorder
clusters: [{ name: recorder, cluster: { server: %q, insecure-skip-tls-verify: true } }]
users: [{ name: recorder, user: { token: %q } }]
contexts: [{ name: recorder, context: { cluster: recorder, user: recorder, namespace: default } }]
`, server, token)
	if err := os.WriteFile(c.kubeconfig, []byte(text), 0o600); err != nil {
		return err
	}
	config, err := clientcmd.BuildConfigFromFlags("", c.kubeconfig)
	if err != nil {
		return err
	}
	config.QPS, config.Burst = 2000, 4000
	c.config = config
	return nil
}

func writeKey(path string) (string, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return "", err
	}
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return "", err
	}
	return path, os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der}), 0o600)
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

func loopbackURL() (*url.URL, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	return url.Parse(fmt.Sprintf("http://127.0.0.1:%d", port))
}
